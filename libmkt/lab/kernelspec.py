"""The kernel of the workbench: ready for libmkt, forked where it can be.

The server of ``libmkt lab`` looks for kernels through `WorkbenchKernels`.  Only the Python of
this environment is started in another way, under its usual name, so that notebooks stay what
they are elsewhere; nothing is installed and nobody's profile is touched.
"""

from __future__ import annotations

from typing import Any

from jupyter_client.kernelspec import NATIVE_KERNEL_NAME, KernelSpec, KernelSpecManager

from libmkt.lab.shell import EXTENSION
from libmkt.reporting.kernel.provisioner import CAN_FORK, FORK

QUIET = "--IPKernelApp.log_level=ERROR"  # the terminal is for what went wrong


class WorkbenchKernels(KernelSpecManager):
    """The kernels of this machine; its own Python comes with libmkt's extension loaded."""

    def get_kernel_spec(self, kernel_name: str) -> KernelSpec:
        """How a kernel is started."""
        spec = super().get_kernel_spec(kernel_name)
        return prepared(spec) if kernel_name == NATIVE_KERNEL_NAME else spec


def prepared(spec: Any, *, fork: bool = CAN_FORK) -> Any:
    """A kernel's specification with libmkt's extension, and started by a fork where it can be.

    >>> spec = prepared(KernelSpec(argv=["python", "-m", "ipykernel_launcher"]), fork=True)
    >>> spec.argv[3:5], spec.metadata["kernel_provisioner"]["provisioner_name"]
    (['--ext', 'libmkt.lab'], 'libmkt-fork')
    """
    if "ipykernel_launcher" not in spec.argv:  # somebody's own, under this name
        return spec
    spec.argv = [*spec.argv, "--ext", EXTENSION, QUIET]
    if fork:  # what cannot be forked it starts cold
        spec.metadata = {**spec.metadata, "kernel_provisioner": {"provisioner_name": FORK}}
    return spec
