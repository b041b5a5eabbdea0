# The break of the Nile's yearly flow: R 4.2, strucchange 1.5-3 (Debian r-cran-strucchange).
#   Rscript tests/golden/nile.R
library(strucchange)
print(sctest(Fstats(Nile ~ 1)))      # sup.F = 75.93, p-value = 2.22e-16
print(breakpoints(Nile ~ 1))         # observation 28, 1898
print(confint(breakpoints(Nile ~ 1)))  # 1895 to 1902
