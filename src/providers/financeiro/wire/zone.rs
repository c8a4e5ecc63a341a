//! Brasília's time, which every local time of the API is in.

use chrono::{DateTime, FixedOffset, NaiveDate, Offset as _, Utc};

/// When summer time began and ended, in seconds since the epoch: 1985 to 2019, when it was given up.
const SUMMERS: [(i64, i64); 34] = [
    (499_748_400, 511_236_000),
    (530_593_200, 540_266_400),
    (562_129_200, 571_197_600),
    (592_974_000, 602_042_400),
    (624_423_600, 634_701_600),
    (656_478_000, 666_756_000),
    (687_927_600, 697_600_800),
    (719_982_000, 728_445_600),
    (750_826_800, 761_709_600),
    (782_276_400, 793_159_200),
    (813_726_000, 824_004_000),
    (844_570_800, 856_058_400),
    (876_106_800, 888_717_600),
    (908_074_800, 919_562_400),
    (938_919_600, 951_616_800),
    (970_974_000, 982_461_600),
    (1_003_028_400, 1_013_911_200),
    (1_036_292_400, 1_045_360_800),
    (1_066_532_400, 1_076_810_400),
    (1_099_364_400, 1_108_864_800),
    (1_129_431_600, 1_140_314_400),
    (1_162_695_600, 1_172_368_800),
    (1_192_330_800, 1_203_213_600),
    (1_224_385_200, 1_234_663_200),
    (1_255_834_800, 1_266_717_600),
    (1_287_284_400, 1_298_167_200),
    (1_318_734_000, 1_330_221_600),
    (1_350_788_400, 1_361_066_400),
    (1_382_238_000, 1_392_516_000),
    (1_413_687_600, 1_424_570_400),
    (1_445_137_200, 1_456_020_000),
    (1_476_586_800, 1_487_469_600),
    (1_508_036_400, 1_518_919_200),
    (1_541_300_400, 1_550_368_800),
];

fn offset(at: DateTime<Utc>) -> FixedOffset {
    let seconds = at.timestamp();
    let next = SUMMERS.partition_point(|(_, end)| *end <= seconds);
    let is_summer = SUMMERS.get(next).is_some_and(|(begin, _)| *begin <= seconds);
    let hours = if is_summer { -2 } else { -3 };
    FixedOffset::east_opt(hours * 3_600).unwrap_or_else(|| Utc.fix())
}

/// An instant as the API writes it: `2011-07-18T10:56:29-03:00`.
pub(crate) fn local_text(at: DateTime<Utc>) -> String {
    at.with_timezone(&offset(at)).format("%FT%T%:z").to_string()
}

/// The day that it is in Brasília.
pub(crate) fn today(at: DateTime<Utc>) -> NaiveDate {
    at.with_timezone(&offset(at)).date_naive()
}

/// A day as clients write it: `2015-08-05`, with a time behind it or without, or `05/08/2015`.
pub(crate) fn date_of(text: &str) -> Option<NaiveDate> {
    let day = text.trim().split(['T', ' ']).next()?;
    NaiveDate::parse_from_str(day, "%Y-%m-%d")
        .or_else(|_| NaiveDate::parse_from_str(day, "%d/%m/%Y"))
        .ok()
        .filter(|day| (0..=9_999).contains(&chrono::Datelike::year(day)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn summer_time_was_kept_until_2019() {
        for (at, local) in [
            ("2011-07-18T13:56:29Z", "2011-07-18T10:56:29-03:00"),
            ("2016-10-16T02:59:59Z", "2016-10-15T23:59:59-03:00"),
            ("2016-10-16T03:00:00Z", "2016-10-16T01:00:00-02:00"),
            ("2019-02-17T02:00:00Z", "2019-02-16T23:00:00-03:00"),
            ("2026-01-01T12:00:00Z", "2026-01-01T09:00:00-03:00"),
        ] {
            assert_eq!(local_text(at.parse().unwrap()), local);
        }
    }
}
