# Makes the numbers of tests/stats/test_intervals.py: R 4.2, base packages alone.
#   Rscript tests/golden/intervals.R
options(digits = 10)
cat("Clopper-Pearson\n")
for (x in list(c(0, 20), c(1, 29), c(15, 148), c(81, 263)))
  cat(x, binom.test(x[1], x[2])$conf.int, "\n")
cat("Wilson\n")
for (x in list(c(0, 20), c(1, 29), c(15, 148), c(81, 263)))
  cat(x, prop.test(x[1], x[2], correct = FALSE)$conf.int, "\n")

# Spiegelhalter (2005), appendix A.1.1: r is the quantile, moved by the share of its step.
limit <- function(p, n, r, cdf, pmf) max(0, r - (cdf - p) / pmf) / n
cat("Funnel, Poisson target 0.03: n then low 95 %, high 95 %, low 99.8 %, high 99.8 %\n")
for (n in c(50, 400, 2500, 1e5)) {
  out <- sapply(c(.025, .975, .001, .999), function(p) {
    r <- qpois(p, n * .03); limit(p, n, r, ppois(r, n * .03), dpois(r, n * .03)) })
  cat(n, out, "\n")
}
cat("Funnel, binomial target 0.8\n")
for (n in c(10, 75, 900)) {
  out <- sapply(c(.025, .975, .001, .999), function(p) {
    r <- qbinom(p, n, .8); limit(p, n, r, pbinom(r, n, .8), dbinom(r, n, .8)) })
  cat(n, out, "\n")
}
