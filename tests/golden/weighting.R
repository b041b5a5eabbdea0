# Makes the numbers of tests/stats/test_weighting_golden.py: R 4.2, survey 4.1-1.
#   Rscript tests/golden/weighting.R        (from the root of the project; writes tests/golden/)
# weighting_sample.csv    an invented sample of 240 in 3 strata and 24 clusters
# weighting_draws.csv     how often each cluster was drawn in 30 bootstrap replicates
# weighting_weights.csv   case, row (from 1), weight
# weighting.csv           case, statistic, estimate, std_error
suppressMessages(library(survey))
options(digits = 15)
data(api)
estimates <- data.frame(); weights_ <- data.frame()
keep <- function(case, design, total, mean, w = TRUE) {
  a <- svytotal(total, design); b <- svymean(mean, design)
  estimates <<- rbind(estimates, data.frame(case = case, statistic = c("total", "mean"),
    estimate = c(coef(a), coef(b)), std_error = c(SE(a), SE(b))))
  if (w) weights_ <<- rbind(weights_, data.frame(case = case, row = seq_len(nrow(design)),
    weight = signif(as.vector(weights(design, "sampling")), 13)))
}
tight <- list(maxit = 1000, epsilon = 1e-13)

# the api data
strat <- svydesign(id = ~1, strata = ~stype, weights = ~pw, data = apistrat, fpc = ~fpc)
clus <- svydesign(id = ~dnum, weights = ~pw, data = apiclus1, fpc = ~fpc)
wide <- xtabs(~sch.wide, apipop); awards <- xtabs(~awards, apipop); stype <- xtabs(~stype, apipop)
pop <- c(`(Intercept)` = nrow(apipop), stypeH = stype[["H"]], stypeM = stype[["M"]],
         api99 = sum(apipop$api99))
api <- function(case, design) keep(case, design, ~enroll, ~api00)
keep("strat none", strat, ~enroll, ~api00, FALSE)
keep("clus none", clus, ~enroll, ~api00, FALSE)
two <- c(`(Intercept)` = nrow(apipop), sch.wideYes = wide[["Yes"]], awardsYes = awards[["Yes"]])
api("strat raking", calibrate(strat, ~sch.wide + awards, two, calfun = "raking", epsilon = 1e-13))
api("strat rake", rake(strat, list(~sch.wide, ~awards), list(wide, awards), control = tight))
api("clus rake", rake(clus, list(~stype, ~sch.wide), list(stype, wide), control = tight))
api("strat post", postStratify(strat, ~awards, awards))
api("clus post", postStratify(clus, ~stype, stype))
for (name in c("strat", "clus")) {
  d <- get(name)
  api(paste(name, "linear"), calibrate(d, ~stype + api99, pop))
  api(paste(name, "exp"), calibrate(d, ~stype + api99, pop, calfun = "raking", epsilon = 1e-13))
}
bounds <- c(0.75, 1.75)
# Bounds are of weights that add up to the total: those printed in apiclus1 do so but for rounding.
apiclus1$exact <- apiclus1$pw * nrow(apipop) / sum(apiclus1$pw)
whole <- svydesign(id = ~dnum, weights = ~exact, data = apiclus1, fpc = ~fpc)
for (fun in c("linear", "raking", "logit"))
  api(paste("clus bounded", fun), calibrate(whole, ~stype + api99, pop, calfun = fun,
      bounds = bounds, epsilon = 1e-13, maxit = 500))
post <- postStratify(clus, ~stype, stype)
api("clus trimmed", trimWeights(post, upper = 50, lower = 31, strict = TRUE))

# an invented sample: unequal weights before, three strata, clusters of ten
set.seed(20)
n <- 240
s <- data.frame(stratum = rep(c("city", "town", "village"), c(120, 80, 40)),
                cluster = rep(1:24, each = 10))
s$d <- round(c(city = 40, town = 60, village = 110)[s$stratum] * runif(n, .7, 1.3), 2)
s$age <- sample(c("15-29", "30-44", "45-59", "60+"), n, TRUE, c(.4, .3, .2, .1))
s$sex <- sample(c("f", "m"), n, TRUE, c(.65, .35))
s$member <- sample(c("yes", "no"), n, TRUE, c(.5, .5))
s$visits <- rpois(n, 4 + 5 * (s$member == "yes"))
s$spend <- round(20 + 3 * s$visits + 10 * (s$age == "60+") + rnorm(n, 0, 6) +
                 rep(rnorm(24, 0, 3), each = 10), 1)
total <- 14000
age <- data.frame(age = c("15-29", "30-44", "45-59", "60+"), Freq = total * c(.3, .27, .23, .2))
sex <- data.frame(sex = c("f", "m"), Freq = total * c(.52, .48))
member <- data.frame(member = c("no", "yes"), Freq = total * c(.6, .4))
s$d <- s$d * total / sum(s$d)
s$d <- signif(s$d, 15)
cells <- expand.grid(age = age$age, sex = sex$sex)
cells$Freq <- total * c(.15, .14, .12, .11, .15, .13, .11, .09)
vec <- c(`(Intercept)` = total, `age30-44` = .27, `age45-59` = .23, `age60+` = .2, sexm = .48,
         memberyes = .4); vec[-1] <- vec[-1] * total
more <- c(vec, visits = 5.8 * total)
d <- svydesign(id = ~cluster, strata = ~stratum, weights = ~d, data = s, nest = TRUE)
own <- function(case, design, w = TRUE) keep(case, design, ~spend, ~spend, w)
f <- ~age + sex + member
own("none", d, FALSE)
own("rake", rake(d, list(~age, ~sex, ~member), list(age, sex, member), control = tight))
own("raking", calibrate(d, f, vec, calfun = "raking", epsilon = 1e-13))
own("cells", postStratify(d, ~age + sex, cells))

own("linear", calibrate(d, update(f, ~. + visits), more))
own("bounded linear", calibrate(d, update(f, ~. + visits), more, bounds = c(.5, 2.7),
                                epsilon = 1e-13, maxit = 500))
own("logit", calibrate(d, update(f, ~. + visits), more, bounds = c(.4, 3), calfun = "logit",
                       epsilon = 1e-13, maxit = 500))
jk <- as.svrepdesign(d, type = "JKn")
own("jackknife none", jk, FALSE)
own("jackknife rake", rake(jk, list(~age, ~sex, ~member), list(age, sex, member), control = tight), FALSE)
own("jackknife linear", calibrate(jk, update(f, ~. + visits), more), FALSE)
own("jackknife cells", postStratify(jk, ~age + sex, cells), FALSE)
set.seed(21)
boot <- as.svrepdesign(d, type = "subbootstrap", replicates = 30)
own("bootstrap none", boot, FALSE)
own("bootstrap rake", rake(boot, list(~age, ~sex, ~member), list(age, sex, member), control = tight), FALSE)
# The bootstrap draws n_h - 1 of n_h clusters: its factor is n_h / (n_h - 1) times the draws.
draws <- as.matrix(boot$repweights)[seq(1, n, 10), ]
draws <- round(draws * c(city = 11 / 12, town = 7 / 8, village = 3 / 4)[s$stratum[seq(1, n, 10)]])
write.csv(data.frame(cluster = 1:24, draws), "tests/golden/weighting_draws.csv", row.names = FALSE, quote = FALSE)
write.csv(s, "tests/golden/weighting_sample.csv", row.names = FALSE, quote = FALSE)
write.csv(weights_, "tests/golden/weighting_weights.csv", row.names = FALSE, quote = FALSE)
write.csv(estimates, "tests/golden/weighting.csv", row.names = FALSE, quote = FALSE)
