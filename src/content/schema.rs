//! JSON Schemas of what authors write, for editors that complete and check while they type.

use schemars::{JsonSchema, generate::SchemaSettings};

use super::config::{Config, HIGHEST_GRADE, MOST_LISTED};
use super::front_matter::FrontMatter;

/// The schema of front matter.
#[must_use]
pub fn front_matter() -> serde_json::Value {
    let mut schema = of::<FrontMatter>("Front matter");
    limit(&mut schema, "/$defs/Series/properties/part", None);
    schema
}

/// The schema of `site.yaml`.
#[must_use]
pub fn site() -> serde_json::Value {
    let mut schema = of::<Config>("site.yaml");
    limit(&mut schema, "/properties/paginate", Some(MOST_LISTED));
    limit(&mut schema, "/properties/feed_items", Some(MOST_LISTED));
    let grade = "/properties/reading_grade/anyOf/0/additionalProperties";
    limit(&mut schema, grade, Some(HIGHEST_GRADE));
    schema
}

/// Numbers from 1 on, at `pointer`.
fn limit(schema: &mut serde_json::Value, pointer: &str, most: Option<u32>) {
    if let Some(number) = schema.pointer_mut(pointer) {
        number["minimum"] = 1.into();
        if let Some(most) = most {
            number["maximum"] = most.into();
        }
    }
}

/// The schema of any record, in the draft 2020-12.
#[must_use]
pub fn of<T: JsonSchema>(title: &str) -> serde_json::Value {
    let mut schema = SchemaSettings::draft2020_12()
        .into_generator()
        .into_root_schema_for::<T>();
    schema.insert("title".into(), title.into());
    schema.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn schemas_name_the_keys_that_are_read_and_no_others() {
        for (schema, keys, required) in [
            (front_matter(), FrontMatter::KEYS, vec!["title"]),
            (site(), Config::KEYS, vec!["name", "base_url", "language"]),
        ] {
            let properties = schema["properties"]
                .as_object()
                .map(|map| map.keys().collect::<Vec<_>>());
            assert_eq!(properties.unwrap_or_default(), keys);
            assert_eq!(schema["required"], serde_json::json!(required));
            assert_eq!(schema["additionalProperties"], false);
            assert_eq!(
                schema["$schema"],
                "https://json-schema.org/draft/2020-12/schema"
            );
        }
        assert_eq!(
            front_matter()["$defs"]["Image"]["required"],
            serde_json::json!(["src", "alt"])
        );
        let part = &front_matter()["$defs"]["Series"]["properties"]["part"];
        assert_eq!(part["minimum"], 1);
        let grades = &site()["properties"]["reading_grade"]["anyOf"][0]["additionalProperties"];
        assert_eq!(
            (&grades["minimum"], &grades["maximum"]),
            (&1.into(), &20.into())
        );
        assert_eq!(site()["properties"]["paginate"]["maximum"], 1_000);
        let all = [front_matter(), site()].map(|schema| schema.to_string());
        assert!(!all.concat().contains("[`"), "a link for readers of code");
        assert_eq!(
            front_matter()["properties"]["key_points"]["description"],
            "The two to five things to take away."
        );
    }
}
