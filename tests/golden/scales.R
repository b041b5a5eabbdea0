# Makes tests/golden/scales.csv: numbers of R's psych 2.2.9, GPArotation, polycor and stats.
#   Rscript tests/golden/scales.R [FOLDER OF bfi.csv]
# Data: tests/golden/scales_data.csv (invented), the table of Shrout and Fleiss (1979), and
# the bfi items of the real data, which stay there: only the numbers are kept.
suppressMessages({library(psych); library(GPArotation)})
here <- "tests/golden"
given <- commandArgs(trailingOnly = TRUE)
folder <- if (length(given)) given[1] else "../shared/data/survey-method-samples"
found <- list()
put <- function(data, what, subject, part, quantity, value)
  found[[length(found) + 1]] <<- data.frame(data, what, subject, part = as.character(part),
    quantity, value = sprintf("%.15g", as.numeric(value)))

reliability <- function(data, subject, d, keys) {
  whole <- na.omit(d)
  a <- suppressWarnings(psych::alpha(whole, keys = keys))
  f <- alpha.ci(a$total$raw_alpha, nrow(whole), ncol(whole))
  put(data, "alpha", subject, "", "n", nrow(whole))
  put(data, "alpha", subject, "", "estimate", a$total$raw_alpha)
  put(data, "alpha", subject, "", "standardised", a$total$std.alpha)
  put(data, "alpha", subject, "", "mean_r", a$total$average_r)
  put(data, "alpha", subject, "", "conf_low", f$lower.ci)
  put(data, "alpha", subject, "", "conf_high", f$upper.ci)
  for (i in seq_along(d)) {
    put(data, "item", subject, names(d)[i], "mean", a$item.stats$mean[i])
    put(data, "item", subject, names(d)[i], "sd", a$item.stats$sd[i])
    put(data, "item", subject, names(d)[i], "item_rest", a$item.stats$r.drop[i])
    put(data, "item", subject, names(d)[i], "alpha_deleted", a$alpha.drop$raw_alpha[i])
  }
}

omegas <- function(data, subject, d, factors) {
  r <- cor(na.omit(d))
  for (m in factors) {
    o <- suppressWarnings(suppressMessages(omega(r, m, plot = FALSE, n.obs = nrow(na.omit(d)))))
    put(data, "omega", subject, m, "total", o$omega.tot)
    if (m > 1) put(data, "omega", subject, m, "hierarchical", o$omega_h)
    for (i in seq_along(d)) put(data, "omega", subject, m, paste0("key_", names(d)[i]), o$key[i])
  }
}

factors <- function(data, subject, d, m) {
  whole <- na.omit(d)
  ml <- factanal(whole, m, rotation = "none", control = list(opt = list(factr = 10, maxit = 5000), nstart = 5))
  # factanal's own call of varimax stops early (eps 1e-5): 1e-3 away from the maximum here
  turned <- varimax(ml$loadings, normalize = TRUE, eps = 1e-15)$loadings
  for (i in seq_along(d)) {
    put(data, "EFA, maximum likelihood", subject, names(d)[i], "uniqueness", ml$uniquenesses[i])
    l <- sort(abs(turned[i, ]), decreasing = TRUE)
    for (k in 1:m) put(data, "EFA, varimax", subject, names(d)[i], paste0("largest_", k), l[k])
  }
  put(data, "EFA, maximum likelihood", subject, "", "statistic", ml$STATISTIC)
  put(data, "EFA, maximum likelihood", subject, "", "df", ml$dof)
  mr <- fa(cor(whole), m, rotate = "none", fm = "minres", n.obs = nrow(whole))
  for (i in seq_along(d))
    put(data, "EFA, least squares", subject, names(d)[i], "uniqueness", mr$uniquenesses[i])
}

poly <- function(data, subject, d, exact) {
  whole <- na.omit(d)
  for (i in 2:ncol(d)) for (j in 1:(i - 1)) {
    p <- suppressWarnings(suppressMessages(polychoric(whole[, c(j, i)], global = TRUE, correct = 0, smooth = FALSE)))
    put(data, "polychoric, psych", subject, paste(names(d)[j], names(d)[i]), "estimate", p$rho[1, 2])
    q <- polycor::polychor(whole[, j], whole[, i], std.err = FALSE)
    put(data, "polychoric, polycor", subject, paste(names(d)[j], names(d)[i]), "estimate", q)
  }
}

icc <- function(data, d) {
  i <- ICC(d, lmer = FALSE)$results
  names <- c("ICC1", "ICC2", "ICC3", "ICC1k", "ICC2k", "ICC3k")
  for (k in 1:6) {
    row <- i[i$type == names[k], ]
    for (q in 1:7) put(data, "ICC", "", names[k],
      c("estimate", "statistic", "df", "df_error", "p_value", "conf_low", "conf_high")[q], row[[q + 1]])
  }
}

d <- read.csv(file.path(here, "scales_data.csv"))
items <- d[, 1:9]
reliability("invented", "nine", items, c("c3"))
turned <- transform(items, c3 = 6 - c3)
omegas("invented", "nine", turned, c(1, 3))
factors("invented", "nine", turned, 2)
poly("invented", "nine", turned)

raters <- data.frame(a = c(9, 6, 8, 7, 10, 6), b = c(2, 1, 4, 1, 5, 2), c = c(5, 3, 6, 2, 6, 4), d = c(8, 2, 8, 6, 9, 7))
icc("Shrout and Fleiss", raters)
icc("invented", na.omit(turned)[, 1:6])

whole <- na.omit(turned)
for (w in c("none", "linear", "quadratic")) {
  n <- 5; g <- outer(1:n, 1:n, function(i, j) abs(i - j))
  weights <- switch(w, none = 1 * (g > 0), linear = g, quadratic = g^2)
  both <- whole[, c("a1", "b1")]
  k <- cohen.kappa(cbind(both$a1, both$b1), w = 1 - weights / max(weights), levels = 1:5)
  put("invented", "kappa", w, "", "estimate", if (w == "none") k$kappa else k$weighted.kappa)
}
judges <- t(as.matrix(whole[1:40, 1:6]))  # six judges of forty people, with ties
s <- friedman.test(judges)
put("invented", "Kendall's W", "", "", "estimate", s$statistic / (nrow(judges) * (ncol(judges) - 1)))
put("invented", "Kendall's W", "", "", "statistic", s$statistic)
put("invented", "Kendall's W", "", "", "p_value", s$p.value)

path <- file.path(folder, "bfi.csv")
if (file.exists(path)) {
  b <- read.csv(path)
  keyed <- list(A = "A1", C = c("C4", "C5"), E = c("E1", "E2"), N = NULL, O = c("O2", "O5"))
  for (s in names(keyed)) {
    own <- b[, grep(paste0("^", s, "[1-5]$"), names(b))]
    reliability("bfi", s, own, keyed[[s]])
  }
  all <- b[, grep("^[ACENO][1-5]$", names(b))]
  factors("bfi", "all", all, 5)
  omegas("bfi", "all", all, c(3, 5))
  poly("bfi", "A", b[, paste0("A", 1:5)])
} else message("no bfi.csv: only the invented data")
write.csv(do.call(rbind, found), file.path(here, "scales.csv"), row.names = FALSE, eol = "\n")
