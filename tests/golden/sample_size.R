# Makes the numbers of tests/stats/test_sample_size.py: R 4.2, base packages alone.
#   Rscript tests/golden/sample_size.R
options(digits = 12)
cat("shares: first, second, power -> n; then n -> power\n")
for (x in list(c(.4, .52, .8), c(.1, .15, .9), c(.5, .9, .95)))
  cat(x, power.prop.test(p1 = x[1], p2 = x[2], power = x[3], tol = 1e-12)$n, "\n")
for (x in list(c(.4, .52, 240), c(.1, .15, 30)))
  cat(x, power.prop.test(p1 = x[1], p2 = x[2], n = x[3])$power, "\n")
cat("means: difference, sd, power -> n; then n -> power\n")
for (x in list(c(.5, 1.2, .8), c(.2, 1, .9), c(3, 1, .9)))
  cat(x, power.t.test(delta = x[1], sd = x[2], power = x[3], tol = 1e-12)$n, "\n")
for (x in list(c(.5, 1.2, 60), c(.2, 1, 10)))
  cat(x, power.t.test(delta = x[1], sd = x[2], n = x[3])$power, "\n")
