# Makes tests/golden/replicates.csv: what R's survey 4.1 says of a file as statistical offices
# publish it: answers, a weight and replicate weights, and a line on how they were made.
#   Rscript tests/golden/replicates.R
# Data: tests/golden/survey_data.csv (invented) with the factors of survey_replicates.csv.
suppressMessages({library(survey)})
here <- "tests/golden"
v <- read.csv(file.path(here, "survey_data.csv"))
factors <- read.csv(file.path(here, "survey_replicates.csv"), row.names = 1)
weights <- round(as.matrix(factors[v$branch, ]) * v$weight, 6)
found <- list()
put <- function(design, what, part, value)
  found[[length(found) + 1]] <<- data.frame(design, what, part, value = sprintf("%.15g", as.numeric(value)))
made <- function(...) svrepdesign(data = v, weights = ~weight, repweights = weights, combined.weights = TRUE, ...)
designs <- list(
  brr = made(type = "BRR"),
  fay = made(type = "Fay", rho = .3),
  `jackknife` = made(type = "JK1", scale = 39 / 40),
  `stratified jackknife` = made(type = "JKn", scale = 1, rscales = seq(.5, .99, length.out = 40)),
  bootstrap = made(type = "bootstrap", scale = 1 / 39, rscales = rep(1, 40)),
  `successive differences` = made(type = "other", scale = 4 / 40, rscales = rep(1, 40), mse = TRUE),
  `stated df` = made(type = "BRR"))
designs$`stated df`$degf <- 20
# rake() looks at the full weights alone to stop: 60 rounds settle the replicates too.
sexes <- data.frame(sex = c("f", "m"), Freq = c(3000, 2100))
ages <- data.frame(age = c("15-29", "30-54", "55+"), Freq = c(2000, 1800, 1300))
for (name in c("brr", "bootstrap", "successive differences"))
  designs[[paste(name, "raked")]] <- suppressWarnings(rake(designs[[name]], list(~sex, ~age), list(sexes, ages),
    control = list(maxit = 60, epsilon = 1e-16)))
for (name in names(designs)) {
  d <- designs[[name]]
  m <- svymean(~loans, d); ci <- confint(m, df = degf(d))
  put(name, "mean", c("estimate", "std_error", "df", "conf_low", "conf_high"), c(coef(m), SE(m), degf(d), ci))
  t <- svytotal(~visits, d); put(name, "total", c("estimate", "std_error"), c(coef(t), SE(t)))
  s <- svymean(~member, d); put(name, "share yes", c("estimate", "std_error"), c(coef(s)[["memberyes"]], SE(s)[2]))
  b <- svyby(~loans, ~district, d, svymean)
  for (i in 1:nrow(b)) put(name, paste("mean in", b$district[i]), c("estimate", "std_error"), c(b$loans[i], b$se[i]))
}
write.csv(do.call(rbind, found), file.path(here, "replicates.csv"), row.names = FALSE)
