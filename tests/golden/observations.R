# Makes tests/golden/observations.csv: shares of seats over sweeps by R's survey 4.1.
#   Rscript tests/golden/observations.R
# Data: tests/golden/observations_sheet.csv (invented), a row an area in one sweep.
suppressMessages({library(survey)})
here <- "tests/golden"
v <- read.csv(file.path(here, "observations_sheet.csv"), stringsAsFactors = FALSE)
found <- list()
put <- function(unit, what, part, quantity, value)
  found[[length(found) + 1]] <<- data.frame(unit, what, part, quantity, value = sprintf("%.15g", as.numeric(value)))
told <- function(unit, what, part, d, above, below) {
  r <- svyratio(above, below, d)
  e <- coef(r); s <- SE(r); df <- degf(d)
  put(unit, what, part, "estimate", e); put(unit, what, part, "std_error", s); put(unit, what, part, "df", df)
  wide <- qt(.975, df) * s / (e * (1 - e))
  put(unit, what, part, "conf_low", plogis(qlogis(e) - wide)); put(unit, what, part, "conf_high", plogis(qlogis(e) + wide))
}
for (unit in c("sweep", "day")) {
  v$unit <- if (unit == "sweep") paste(v$date, v$time) else v$date
  d <- svydesign(~unit, data = v, weights = ~rep(1, nrow(v)))
  told(unit, "occupancy", "", d, ~occupied, ~seats)
  for (a in sort(unique(v$area))) told(unit, "area", a, subset(d, area == a), ~occupied, ~seats)
  for (h in sort(unique(v$time))) told(unit, "hour", h, subset(d, time == h), ~occupied, ~seats)
  told(unit, "activity", "act_reading", d, ~act_reading, ~occupied)
}
write.csv(do.call(rbind, found), file.path(here, "observations.csv"), row.names = FALSE)
