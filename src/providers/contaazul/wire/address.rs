//! Brazilian addresses, of customers and suppliers.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Member, Text, digits};

/// An address as it is sent.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
pub(in crate::providers::contaazul) struct AddressBody {
    #[serde(default)]
    zip_code: Member<Text>,
    #[serde(default)]
    street: Member<Text>,
    #[serde(default)]
    number: Member<Text>,
    #[serde(default)]
    complement: Member<Text>,
    #[serde(default)]
    neighborhood: Member<Text>,
    /// A name, or an object with one. Found by the postal code where it is not sent.
    #[serde(default)]
    city: Member<Place>,
    /// A name, or an object with one. Found by the postal code where it is not sent.
    #[serde(default)]
    state: Member<Place>,
}

/// A city or a state as clients send it.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(untagged)]
enum Place {
    Name(String),
    Named { name: Option<String> },
}

impl Place {
    fn name(self) -> Option<String> {
        let name = match self {
            Self::Name(name) => Some(name),
            Self::Named { name } => name,
        };
        name.filter(|name| !name.is_empty())
    }
}

/// An address as it is shown: every member, always.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
pub(in crate::providers::contaazul) struct Address {
    street: Option<String>,
    number: Option<String>,
    complement: Option<String>,
    zip_code: Option<String>,
    neighborhood: Option<String>,
    city: NamedPlace,
    state: NamedPlace,
}

/// A city or a state as it is shown.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
struct NamedPlace {
    name: Option<String>,
}

impl Address {
    /// The address after a change: what the body does not hold stays.
    pub(in crate::providers::contaazul) fn update(self, body: Member<AddressBody>) -> Self {
        let body = match body {
            Member::Absent => return self,
            Member::Null => return Self::default(),
            Member::Given(body) => body,
        };
        let text = |member: Member<Text>, before| member.map(|text| text.0).or_keep(before);
        let zip_code = text(body.zip_code, self.zip_code.clone());
        // A new postal code says where it is, unless the body does.
        let moved = zip_code != self.zip_code;
        let found = zip_code.as_deref().filter(|_| moved).and_then(city_of);
        let place = |member: Member<Place>, before: NamedPlace, found: Option<&str>| NamedPlace {
            name: match member {
                Member::Absent if moved => found.map(str::to_owned),
                Member::Absent => before.name,
                Member::Null => None,
                Member::Given(place) => place.name(),
            },
        };
        Self {
            street: text(body.street, self.street),
            number: text(body.number, self.number),
            complement: text(body.complement, self.complement),
            zip_code,
            neighborhood: text(body.neighborhood, self.neighborhood),
            city: place(body.city, self.city, found.map(|(city, _)| city)),
            state: place(body.state, self.state, found.map(|(_, state)| state)),
        }
    }
}

/// Postal codes by their first and last five digits, and the city and state they lie in: the capitals, and the
/// cities of the fixtures. The real service knows them all.
const POSTAL_CODES: [(u32, u32, &str, &str); 29] = [
    (1_000, 5_999, "São Paulo", "SP"),
    (8_000, 8_499, "São Paulo", "SP"),
    (13_010, 13_139, "Campinas", "SP"),
    (20_000, 23_799, "Rio de Janeiro", "RJ"),
    (29_000, 29_099, "Vitória", "ES"),
    (30_000, 31_999, "Belo Horizonte", "MG"),
    (40_000, 42_599, "Salvador", "BA"),
    (49_000, 49_098, "Aracaju", "SE"),
    (50_000, 52_999, "Recife", "PE"),
    (57_000, 57_099, "Maceió", "AL"),
    (58_000, 58_099, "João Pessoa", "PB"),
    (59_000, 59_139, "Natal", "RN"),
    (60_000, 61_599, "Fortaleza", "CE"),
    (64_000, 64_099, "Teresina", "PI"),
    (65_000, 65_109, "São Luís", "MA"),
    (66_000, 66_999, "Belém", "PA"),
    (68_900, 68_911, "Macapá", "AP"),
    (69_000, 69_099, "Manaus", "AM"),
    (69_300, 69_339, "Boa Vista", "RR"),
    (69_900, 69_923, "Rio Branco", "AC"),
    (70_000, 72_799, "Brasília", "DF"),
    (74_000, 74_899, "Goiânia", "GO"),
    (76_800, 76_834, "Porto Velho", "RO"),
    (77_000, 77_249, "Palmas", "TO"),
    (78_000, 78_099, "Cuiabá", "MT"),
    (79_000, 79_124, "Campo Grande", "MS"),
    (80_000, 82_999, "Curitiba", "PR"),
    (88_000, 88_099, "Florianópolis", "SC"),
    (90_000, 91_999, "Porto Alegre", "RS"),
];

fn city_of(zip_code: &str) -> Option<(&'static str, &'static str)> {
    let digits = digits(zip_code);
    if digits.len() != 8 {
        return None;
    }
    let area: u32 = digits[..5].parse().ok()?;
    let holds = |(first, last, ..): &&(u32, u32, &str, &str)| (*first..=*last).contains(&area);
    POSTAL_CODES
        .iter()
        .find(holds)
        .map(|(_, _, city, state)| (*city, *state))
}
