# Makes tests/golden/banners.csv: what R's survey 4.1 says of pairs of columns of a banner table.
#   Rscript tests/golden/banners.R
# Data: tests/golden/survey_data.csv (invented).
suppressMessages(library(survey))
here <- "tests/golden"
v <- read.csv(file.path(here, "survey_data.csv"), stringsAsFactors = FALSE)
for (k in 1:5) v[[paste0("is", k)]] <- as.numeric(v$satisfied == k)
v$top <- v$is4 + v$is5
v$bottom <- v$is1 + v$is2
v$often <- as.numeric(v$visits >= 5)   # groups that overlap
v$reads <- as.numeric(v$loans >= 3)
found <- list()
put <- function(design, what, row, group, quantity, value)
  found[[length(found) + 1]] <<- data.frame(design, what, row, group, quantity,
    value = sprintf("%.15g", as.numeric(value)))
designs <- list(
  simple = svydesign(~1, data = v, weights = ~rep(1, nrow(v))),
  weighted = svydesign(~1, data = v, weights = ~weight),
  stratified = svydesign(~1, strata = ~district, data = v, weights = ~weight),
  clusters = svydesign(~branch, strata = ~district, data = v, weights = ~weight))
rows <- c(`1` = "is1", `2` = "is2", `3` = "is3", `4` = "is4", `5` = "is5", top = "top", bottom = "bottom",
          mean = "satisfied")
for (name in names(designs)) {
  d <- subset(designs[[name]], !is.na(satisfied))
  for (r in names(rows)) {
    f <- as.formula(paste("~", rows[[r]]))
    m <- svymean(f, d)
    put(name, "column", r, "", "estimate", coef(m)); put(name, "column", r, "", "std_error", SE(m))
    for (by in c("age", "district")) {
      b <- svyby(f, as.formula(paste("~", by)), d, svymean)
      for (i in 1:nrow(b)) {
        put(name, "column", r, b[i, 1], "estimate", b[i, 2]); put(name, "column", r, b[i, 1], "std_error", SE(b)[i])
      }
      pairs <- combn(sort(unique(v[[by]])), 2)
      for (i in 1:ncol(pairs)) {
        s <- d[d$variables[[by]] %in% pairs[, i], ]
        t <- svyttest(as.formula(paste(rows[[r]], "~", by)), s)
        pair <- paste(pairs[, i], collapse = " | ")
        for (k in list(c("estimate", t$estimate), c("statistic", t$statistic), c("df", t$parameter),
                       c("p_value", t$p.value))) put(name, "pair", r, pair, k[1], k[2])
      }
    }
    q <- svyratio(as.formula(sprintf("~I(%s * often) + I(%s * reads)", rows[[r]], rows[[r]])), ~often + reads, d,
                  covmat = TRUE)
    # ratios by column: often / often, reads / often, often / reads, reads / reads
    at <- c(1, 4)
    put(name, "overlap", r, "often | reads", "estimate", diff(as.vector(coef(q))[at]))
    V <- vcov(q)[at, at]
    put(name, "overlap", r, "often | reads", "std_error", sqrt(V[1, 1] + V[2, 2] - 2 * V[1, 2]))
  }
}
out <- do.call(rbind, found)
write.csv(out, file.path(here, "banners.csv"), row.names = FALSE, quote = TRUE)
cat(nrow(out), "numbers;", R.version.string, "survey", as.character(packageVersion("survey")), "\n")
