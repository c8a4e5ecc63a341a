//! The functions.

/// A function, by its name.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, strum::EnumString, strum::IntoStaticStr, strum::VariantArray, strum::VariantNames,
)]
#[strum(serialize_all = "lowercase", ascii_case_insensitive)]
#[expect(missing_docs, reason = "the standard's names, which its section 5.1.1 explains")]
pub enum Function {
    Contains,
    StartsWith,
    EndsWith,
    Concat,
    IndexOf,
    Length,
    Substring,
    ToLower,
    ToUpper,
    Trim,
    #[strum(serialize = "matchesPattern")]
    MatchesPattern,
    Year,
    Month,
    Day,
    Hour,
    Minute,
    Second,
    FractionalSeconds,
    Date,
    Time,
    TotalOffsetMinutes,
    TotalSeconds,
    Now,
    MinDateTime,
    MaxDateTime,
    Round,
    Floor,
    Ceiling,
}

impl Function {
    /// The function's name.
    pub fn name(self) -> &'static str {
        self.into()
    }

    /// How many arguments it takes.
    pub fn arity(self) -> std::ops::RangeInclusive<usize> {
        match self {
            Self::Now | Self::MinDateTime | Self::MaxDateTime => 0..=0,
            Self::Substring => 2..=3,
            Self::Contains
            | Self::StartsWith
            | Self::EndsWith
            | Self::Concat
            | Self::IndexOf
            | Self::MatchesPattern => 2..=2,
            _ => 1..=1,
        }
    }
}
