# Makes tests/golden/survey.csv (and survey_replicates.csv): numbers of R's survey 4.1.
#   Rscript tests/golden/survey.R
# Data: tests/golden/survey_data.csv (invented) and the api data of the package itself,
# which stay there, and the sample of libraries of the real data: only the numbers are kept.
suppressMessages({library(survey)})
options(survey.lonely.psu = "fail")
here <- "tests/golden"
found <- list()
put <- function(data, design, what, subject, part, quantity, value)
  found[[length(found) + 1]] <<- data.frame(data, design, what, subject, part = as.character(part),
    quantity, value = sprintf("%.15g", as.numeric(value)))

estimates <- function(data, name, d, number, other, category, by, members) {
  f <- function(v) as.formula(paste("~", v))
  df <- degf(d)
  for (v in c(number, other)) {
    m <- svymean(f(v), d, deff = TRUE); r <- svymean(f(v), d, deff = "replace")
    ci <- confint(m, df = df)
    put(data, name, "mean", v, "", "estimate", coef(m)); put(data, name, "mean", v, "", "std_error", SE(m))
    put(data, name, "mean", v, "", "df", df)
    put(data, name, "mean", v, "", "conf_low", ci[1]); put(data, name, "mean", v, "", "conf_high", ci[2])
    wor <- is.null(d$fpc$popsize) && !inherits(d, "svyrep.design")
    if (!inherits(d, "svyrep.design")) put(data, name, "mean", v, "", "deff", if (wor) deff(r) else deff(m))
    t <- svytotal(f(v), d)
    put(data, name, "total", v, "", "estimate", coef(t)); put(data, name, "total", v, "", "std_error", SE(t))
  }
  r <- svyratio(f(number), f(other), d); subject <- paste(number, other)
  put(data, name, "ratio", subject, "", "estimate", coef(r)); put(data, name, "ratio", subject, "", "std_error", SE(r))
  for (rule in c("math", "school")) {
    q <- svyquantile(f(number), d, c(.25, .5, .75), qrule = rule)[[1]]
    for (i in 1:3) for (k in 1:4)
      put(data, name, paste("quantile", rule), number, c("0.25", "0.5", "0.75")[i],
          c("estimate", "conf_low", "conf_high", "std_error")[k], q[i, k])
  }
  s <- svymean(as.formula(paste0("~factor(", category, ")")), d, na.rm = TRUE)
  levels <- sub(".*\\)", "", names(coef(s)))
  for (i in seq_along(levels)) {
    put(data, name, "share", category, levels[i], "estimate", coef(s)[i])
    put(data, name, "share", category, levels[i], "std_error", SE(s)[i])
  }
  answered <- subset(d, !is.na(get(category)))
  for (method in c("logit", "beta", "mean")) for (l in levels[1:2]) {
    # With replicate weights "logit" fits each replicate; the delta method is "xlogit".
    how <- if (method == "logit" && inherits(d, "svyrep.design")) "xlogit" else method
    ci <- attr(svyciprop(as.formula(paste0("~I(", category, " == '", l, "')")), answered, method = how), "ci")
    put(data, name, paste("share", method), category, l, "conf_low", ci[1])
    put(data, name, paste("share", method), category, l, "conf_high", ci[2])
  }
  b <- svyby(f(number), f(by), d, svymean); e <- SE(b)
  for (i in 1:nrow(b)) {
    one <- d[d$variables[[by]] == b[i, 1], ]
    ci <- confint(svymean(f(number), one), df = degf(one))
    put(data, name, paste("mean by", by), number, b[i, 1], "estimate", b[i, 2])
    put(data, name, paste("mean by", by), number, b[i, 1], "std_error", e[i])
    put(data, name, paste("mean by", by), number, b[i, 1], "conf_low", ci[1])
    put(data, name, paste("mean by", by), number, b[i, 1], "df", degf(one))
  }
}

tests <- function(data, name, d, number, other, group, rows, many) {
  t <- svyttest(as.formula(paste(number, "~", group)), d)
  ci <- as.numeric(t$conf.int)
  for (k in list(c("estimate", t$estimate), c("statistic", t$statistic), c("df", t$parameter),
                 c("p_value", t$p.value), c("conf_low", ci[1]), c("conf_high", ci[2])))
    put(data, name, "t-test", paste(number, group), "", k[1], k[2])
  if (!inherits(d, "svyrep.design")) {
    t <- svyranktest(as.formula(paste(number, "~", group)), d)
    for (k in list(c("estimate", t$estimate), c("statistic", t$statistic), c("df", t$parameter), c("p_value", t$p.value)))
      put(data, name, "rank test", paste(number, group), "", k[1], k[2])
    t <- svyranktest(as.formula(paste(number, "~", many)), d)  # R 4.1 swaps the names of its two numbers
    put(data, name, "rank test of several", paste(number, many), "", "statistic", t$parameter)
    put(data, name, "rank test of several", paste(number, many), "", "df", t$statistic)
    put(data, name, "rank test of several", paste(number, many), "", "df_residual", t$ddf)
    put(data, name, "rank test of several", paste(number, many), "", "p_value", t$p.value)
  }
  m <- svyglm(as.formula(paste(number, "~ factor(", many, ")")), d)
  t <- regTermTest(m, as.formula(paste("~ factor(", many, ")")))
  for (k in list(c("statistic", t$Ftest * t$df), c("df", t$df), c("df_residual", t$ddf), c("p_value", t$p)))
    put(data, name, "mean test of several", paste(number, many), "", k[1], k[2])
  for (kind in c("F", "Chisq")) {
    t <- svychisq(as.formula(paste("~", rows, "+", group)), d, statistic = kind)
    put(data, name, paste("Rao-Scott", kind), paste(rows, group), "", "statistic", t$statistic)
    put(data, name, paste("Rao-Scott", kind), paste(rows, group), "", "p_value", t$p.value)
    put(data, name, paste("Rao-Scott", kind), paste(rows, group), "", "df", t$parameter[1])
  }
}

models <- function(data, name, d, formulas) {
  for (kind in names(formulas)) {
    m <- switch(kind, linear = svyglm(formulas[[kind]], d),
      logistic = svyglm(formulas[[kind]], d, family = quasibinomial),
      ordinal = svyolr(formulas[[kind]], d, control = list(reltol = 1e-15, maxit = 1000)))
    b <- if (kind == "ordinal") c(coef(m), m$zeta) else coef(m)
    e <- sqrt(diag(vcov(m)))
    subject <- paste(deparse(formulas[[kind]], width.cutoff = 500), collapse = "")
    for (i in seq_along(b)) {
      put(data, name, kind, subject, names(b)[i], "estimate", b[i])
      put(data, name, kind, subject, names(b)[i], "std_error", e[names(b)[i]])
    }
    put(data, name, kind, subject, "", "df", m$df.residual)
  }
}

v <- read.csv(file.path(here, "survey_data.csv"), stringsAsFactors = FALSE)
v$woman <- as.numeric(v$sex == "f"); v$joined <- as.numeric(v$member == "yes")
v$felt <- factor(v$satisfied)
formulas <- list(linear = loans ~ visits + sex + age, logistic = joined ~ visits + sex + age)
ordinal <- list(ordinal = felt ~ visits + sex + member)
designs <- list(
  simple = svydesign(~1, data = v, weights = ~rep(1, nrow(v))),
  weighted = svydesign(~1, data = v, weights = ~weight),
  stratified = svydesign(~1, strata = ~district, data = v, weights = ~weight),
  clusters = svydesign(~branch, strata = ~district, data = v, weights = ~weight),
  `one stage` = svydesign(~branch, strata = ~district, fpc = ~branches, data = v, weights = ~weight),
  `two stages` = svydesign(~branch + visitor, strata = ~district, fpc = ~branches + visitors, data = v,
                           weights = ~weight, nest = TRUE))
set.seed(2026)
boot <- as.svrepdesign(designs$clusters, type = "subbootstrap", replicates = 40, compress = FALSE)
factors <- weights(boot, "replication")
first <- !duplicated(v$branch)
write.csv(data.frame(branch = v$branch[first], round(factors[first, ], 12)),
          file.path(here, "survey_replicates.csv"), row.names = FALSE)
designs$jackknife <- as.svrepdesign(designs$clusters, type = "JKn")
designs$`jackknife, fpc` <- as.svrepdesign(designs$`one stage`, type = "JKn")
designs$`jackknife 1` <- as.svrepdesign(svydesign(~branch, data = v, weights = ~weight), type = "JK1")
designs$bootstrap <- boot
designs$fay <- svrepdesign(data = v, weights = ~weight, repweights = round(factors, 12) * v$weight,
                           type = "Fay", rho = .3, combined.weights = TRUE)
designs$`bootstrap, mse` <- svrepdesign(data = v, weights = ~weight, repweights = round(factors, 12) * v$weight,
  type = "bootstrap", scale = 1 / 39, rscales = rep(1, 40), combined.weights = TRUE, mse = TRUE)
people <- c(f = 3000, m = 2100)
designs$`post-stratified` <- postStratify(designs$stratified, ~sex,
  data.frame(sex = names(people), Freq = people))
held <- c(`(Intercept)` = 5100, sexm = 2100, `age30-54` = 1800, `age55+` = 1300)
designs$calibrated <- calibrate(designs$clusters, ~sex + age, held)
designs$`raked by calibration` <- calibrate(designs$clusters, ~sex + age, held, calfun = "raking", epsilon = 1e-12)
designs$`calibrated on a number` <- calibrate(designs$clusters, ~sex + visits,
  c(`(Intercept)` = 5100, sexm = 2100, visits = 24000))
for (name in names(designs)) {
  d <- designs[[name]]
  estimates("visitors", name, d, "loans", "visits", if (is.null(d$postStrata)) "satisfied" else "member", "sex")
  tests("visitors", name, d, "loans", "visits", "member", "age", "district")
  models("visitors", name, d, if (inherits(d, "svyrep.design") || !is.null(d$postStrata)) formulas else c(formulas, ordinal))
}
fixed <- c("post-stratified", "calibrated", "raked by calibration", "calibrated on a number")
held <- sapply(designs[fixed], function(d) sprintf("%.15g", weights(d)))
write.csv(held, file.path(here, "survey_weights.csv"), row.names = FALSE, quote = FALSE)

# A stratum of one branch: the others of the west are left out.
lone <- v[v$district != "west" | v$branch == "w1", ]
for (how in c("average", "certainty")) {
  options(survey.lonely.psu = how)
  d <- svydesign(~branch, strata = ~district, data = lone, weights = ~weight)
  m <- svymean(~loans, d)
  put("visitors", paste("lonely", how), "mean", "loans", "", "estimate", coef(m))
  put("visitors", paste("lonely", how), "mean", "loans", "", "std_error", SE(m))
}
options(survey.lonely.psu = "fail")

data(api)
# The schools of apiclus2: all else of them is in apipop.
write.csv(data.frame(cds = apiclus2$cds), file.path(here, "survey_apiclus2.csv"), row.names = FALSE, quote = FALSE)
api <- list(
  apistrat = svydesign(~1, strata = ~stype, weights = ~pw, fpc = ~fpc, data = apistrat),
  apiclus1 = svydesign(~dnum, weights = ~pw, fpc = ~fpc, data = apiclus1),
  apiclus2 = svydesign(~dnum + snum, fpc = ~fpc1 + fpc2, data = apiclus2))
api$`apistrat, jackknife` <- as.svrepdesign(api$apistrat, type = "JKn")
api$`apiclus1, jackknife` <- as.svrepdesign(api$apiclus1, type = "JK1")
for (name in names(api)) {
  d <- api[[name]]
  d <- update(d, met = as.numeric(sch.wide == "Yes"))
  data <- sub(",.*", "", name)
  by <- if (grepl("apistrat", name)) "awards" else "stype"
  estimates(data, name, d, "api00", "api99", "awards", by)
  tests(data, name, d, "api00", "api99", "comp.imp", "stype", "stype")
  models(data, name, d, list(linear = api00 ~ ell + meals + mobility, logistic = met ~ ell + meals))
}
# The stratified sample of the census of libraries (real data beside the checkout).
shared <- Sys.getenv("LIBMKT_DATA", "../shared/data")
libraries <- read.csv(file.path(shared, "imls-pls-fy2020-census-and-sample", "library_stsys_sample.csv"))
d <- svydesign(~1, strata = ~SAMPLING_STRATUM, weights = ~I(1 / SAMPLING_PROB), fpc = ~STRATUM_POP_SIZE, data = libraries)
for (v in c("TOTCIR", "VISITS", "TOTSTAFF")) {
  m <- svymean(as.formula(paste("~", v)), d, na.rm = TRUE); t <- svytotal(as.formula(paste("~", v)), d, na.rm = TRUE)
  put("libraries", "libraries", "mean", v, "", "estimate", coef(m)); put("libraries", "libraries", "mean", v, "", "std_error", SE(m))
  put("libraries", "libraries", "total", v, "", "estimate", coef(t)); put("libraries", "libraries", "total", v, "", "std_error", SE(t))
}
out <- do.call(rbind, found)
write.csv(out, file.path(here, "survey.csv"), row.names = FALSE, quote = TRUE)
cat(nrow(out), "numbers;", R.version.string, "survey", as.character(packageVersion("survey")), "\n")
