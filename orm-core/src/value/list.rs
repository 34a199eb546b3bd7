//! Lists as column types: `Vec<i64>`, `Vec<String>`, …, of values that are never empty.
//!
//! A database without such a type keeps a list as the text of a JSON array, which its driver writes, and which is read here.
use super::{ColumnType, Mismatch, SqlType, Value, ValueRef};

/// Makes `Vec` of a column type a column type.
macro_rules! column_of {
    ($($element:ty, $name:literal, $expected:literal;)+) => {$(
        #[diagnostic::do_not_recommend]
        impl $crate::value::ColumnType for Vec<$element> {
            type Base = Self;
            type AsKey = $crate::builder::Missing;
            const TYPE: $crate::value::SqlType =
                $crate::value::SqlType::List(&<$element as $crate::value::ColumnType>::TYPE);
            const IDENTITY: u64 = $crate::schema::identity($name);

            fn to_value(&self) -> $crate::value::Value {
                $crate::value::list::to_list(self.iter().map($crate::value::ColumnType::to_value).collect(), Self::TYPE)
            }

            fn into_value(self) -> $crate::value::Value {
                let values = self.into_iter().map($crate::value::ColumnType::into_value).collect();
                $crate::value::list::to_list(values, Self::TYPE)
            }

            fn from_value(value: $crate::value::ValueRef<'_>) -> Result<Self, $crate::value::Mismatch> {
                $crate::value::list::from_list::<$element>(value, $crate::value::Mismatch { expected: $expected })
            }
        }
    )+};
}
#[allow(unused_imports, reason = "the types of other crates are features")]
pub(super) use column_of;

column_of! {
    i8, "Vec<i8>", "a list of integers from -128 to 127";
    i16, "Vec<i16>", "a list of integers of 16 bits";
    i32, "Vec<i32>", "a list of integers of 32 bits";
    i64, "Vec<i64>", "a list of integers";
    u16, "Vec<u16>", "a list of integers from 0 to 65535";
    u32, "Vec<u32>", "a list of integers from 0 to 4294967295";
    f32, "Vec<f32>", "a list of floats";
    f64, "Vec<f64>", "a list of floats";
    bool, "Vec<bool>", "a list of booleans";
    String, "Vec<String>", "a list of texts";
}

pub(super) fn to_list(values: Vec<Value>, ty: SqlType) -> Value {
    match ty {
        SqlType::List(element) => Value::List(*element, values),
        ty => Value::List(ty, values),
    }
}

pub(super) fn from_list<T: ColumnType>(value: ValueRef<'_>, mismatch: Mismatch) -> Result<Vec<T>, Mismatch> {
    let read = match value {
        ValueRef::List(values) => values.iter().map(|value| T::from_value(value.as_ref()).ok()).collect(),
        ValueRef::Text(text) | ValueRef::Json(text) => parse(text),
        _ => None,
    };
    read.ok_or(mismatch)
}

/// Reads a JSON array of numbers, texts and booleans.
fn parse<T: ColumnType>(text: &str) -> Option<Vec<T>> {
    let mut rest = text.trim_ascii().strip_prefix('[')?.trim_ascii_start();
    let mut values = Vec::new();
    if rest == "]" {
        return Some(values);
    }
    loop {
        let (value, behind) = element(rest)?;
        values.push(T::from_value(value.as_ref()).ok()?);
        rest = behind.trim_ascii_start();
        if rest == "]" {
            return Some(values);
        }
        rest = rest.strip_prefix(',')?.trim_ascii_start();
    }
}

/// The first element, and what follows it.
fn element(text: &str) -> Option<(Value, &str)> {
    if let Some(inside) = text.strip_prefix('"') {
        return string(inside);
    }
    let end = text.find([',', ']'])?;
    let word = text[..end].trim_ascii_end();
    let value = match word {
        "true" => Value::Bool(true),
        "false" => Value::Bool(false),
        _ => match word.parse() {
            Ok(integer) => Value::Integer(SqlType::BigInt, integer),
            Err(_) => Value::Double(word.parse().ok().filter(|_| is_number(word))?),
        },
    };
    Some((value, &text[end..]))
}

/// Rust reads words as floats that JSON does not: `nan`, `inf`.
fn is_number(word: &str) -> bool {
    word.bytes().all(|byte| byte.is_ascii_digit() || b"+-.eE".contains(&byte))
}

/// A string, from behind its opening quote on.
fn string(text: &str) -> Option<(Value, &str)> {
    let mut read = String::new();
    let mut rest = text;
    loop {
        let at = rest.find(['"', '\\'])?;
        read.push_str(&rest[..at]);
        if rest.as_bytes()[at] == b'"' {
            return Some((Value::Text(read), &rest[at + 1..]));
        }
        let mut letters = rest[at + 1..].chars();
        let escaped = letters.next()?;
        rest = letters.as_str();
        match escaped {
            '"' | '\\' | '/' => read.push(escaped),
            'b' => read.push('\u{8}'),
            'f' => read.push('\u{c}'),
            'n' => read.push('\n'),
            'r' => read.push('\r'),
            't' => read.push('\t'),
            'u' => {
                let (letter, behind) = unicode(rest)?;
                read.push(letter);
                rest = behind;
            }
            _ => return None,
        }
    }
}

/// What follows `\u`: four digits, or a pair of surrogates.
fn unicode(text: &str) -> Option<(char, &str)> {
    let digits = |text: &str| u32::from_str_radix(text.get(..4)?, 16).ok();
    let high = digits(text)?;
    if !(0xd800..0xdc00).contains(&high) {
        return Some((char::from_u32(high)?, &text[4..]));
    }
    let low = digits(text[4..].strip_prefix("\\u")?)?;
    let low = low.checked_sub(0xdc00).filter(|low| *low < 0x400)?;
    Some((char::from_u32(0x10000 + ((high - 0xd800) << 10) + low)?, &text[10..]))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read<T: ColumnType>(text: &str) -> Option<Vec<T>> {
        from_list(ValueRef::Text(text), Mismatch { expected: "a list" }).ok()
    }

    #[test]
    fn reads_json_arrays() {
        assert_eq!(read::<i64>("[]"), Some(vec![]));
        assert_eq!(read::<i64>(" [ 1 , -2,9223372036854775807 ] "), Some(vec![1, -2, i64::MAX]));
        assert_eq!(read::<f64>("[1,0.5,-1e-7,9e999]"), Some(vec![1.0, 0.5, -1e-7, f64::INFINITY]));
        assert_eq!(read::<bool>("[1,0,true,false]"), Some(vec![true, false, true, false]));
        let texts = [r#"[""#, r#"a,]\"\\\/\b\f\n\r\t\u00fc\ud83d\ude00"#, r#"",""]"#].concat();
        let expected = vec!["a,]\"\\/\u{8}\u{c}\n\r\tü😀".to_owned(), String::new()];
        assert_eq!(read::<String>(&texts), Some(expected));
    }

    #[test]
    fn refuses_what_is_no_list_of_such_values() {
        for text in
            ["", "[", "1", "[1", "[1,]", "[,1]", "[1 2]", "[null]", "[\"1\"]", "[nan]", "[[1]]", "[1]x"]
        {
            assert_eq!(read::<i64>(text), None, "{text}");
        }
        for text in [r#"["a]"#, r#"["\x"]"#, r#"["\u12"]"#, r#"["\ud800"]"#, r#"["\ud800\u0041"]"#, "[1]"] {
            assert_eq!(read::<String>(text), None, "{text}");
        }
        assert_eq!(read::<i8>("[128]"), None);
        let nulls = [Value::Integer(SqlType::BigInt, 1), Value::Null(SqlType::BigInt)];
        assert!(from_list::<i64>(ValueRef::List(&nulls), Mismatch { expected: "a list" }).is_err());
    }
}
