//! NUMERIC on the wire: groups of four decimal digits, to and from plain digits, with every digit kept.
use std::fmt::Write as _;

const NEGATIVE: u16 = 0x4000;
const NOT_A_NUMBER: u16 = 0xC000;
const INFINITY: u16 = 0xD000;
const NEGATIVE_INFINITY: u16 = 0xF000;

/// How many digits PostgreSQL keeps before and behind the point.
const MAX_WHOLE: usize = 131_072;
const MAX_SCALE: usize = 16_383;

/// Writes digits such as `-12.50` as PostgreSQL reads them; `None` if they are none, or too many.
pub(crate) fn encode(digits: &str, buffer: &mut Vec<u8>) -> Option<()> {
    let (sign, digits) = match digits.strip_prefix('-') {
        Some(rest) => (NEGATIVE, rest),
        None => (0, digits.strip_prefix('+').unwrap_or(digits)),
    };
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let is_number = !(whole.is_empty() && fraction.is_empty())
        && whole.bytes().chain(fraction.bytes()).all(|digit| digit.is_ascii_digit());
    let whole = whole.trim_start_matches('0');
    if !is_number || whole.len() > MAX_WHOLE || fraction.len() > MAX_SCALE {
        return None;
    }
    // The first group takes what is over, so that the point lies between two groups.
    let first = whole.len() % 4;
    let (head, tail) = whole.split_at(first);
    let mut groups: Vec<u16> = Vec::with_capacity(whole.len() / 4 + fraction.len() / 4 + 2);
    if !head.is_empty() {
        groups.push(group(head.as_bytes()));
    }
    groups.extend(tail.as_bytes().chunks(4).map(group));
    let mut weight = i16::try_from(groups.len()).ok()? - 1;
    groups.extend(fraction.as_bytes().chunks(4).map(|digits| group(digits) * SHIFT[digits.len()]));
    let leading = groups.iter().take_while(|group| **group == 0).count();
    groups.drain(..leading);
    weight -= i16::try_from(leading).ok()?;
    while groups.last() == Some(&0) {
        groups.pop();
    }
    if groups.is_empty() {
        weight = 0;
    }
    let sign = if groups.is_empty() { 0 } else { sign };
    let count = u16::try_from(groups.len()).ok()?;
    let scale = u16::try_from(fraction.len()).ok()?;
    buffer.extend_from_slice(&count.to_be_bytes());
    buffer.extend_from_slice(&weight.to_be_bytes());
    buffer.extend_from_slice(&sign.to_be_bytes());
    buffer.extend_from_slice(&scale.to_be_bytes());
    buffer.extend(groups.iter().flat_map(|group| group.to_be_bytes()));
    Some(())
}

/// What a group that ends early, by its length, is multiplied with.
const SHIFT: [u16; 5] = [1, 1000, 100, 10, 1];

fn group(digits: &[u8]) -> u16 {
    digits.iter().fold(0, |group, digit| group * 10 + u16::from(digit - b'0'))
}

/// Writes a NUMERIC as plain digits; `None` if the bytes are none.
pub(crate) fn decode(bytes: &[u8], text: &mut String) -> Option<()> {
    let (header, groups) = bytes.split_first_chunk::<8>()?;
    let word = |at: usize| u16::from_be_bytes([header[at], header[at + 1]]);
    let (count, weight, sign, scale) =
        (usize::from(word(0)), i16::from_be_bytes([header[2], header[3]]), word(4), usize::from(word(6)));
    match sign {
        0 => {}
        NEGATIVE => text.push('-'),
        NOT_A_NUMBER => text.push_str("NaN"),
        INFINITY => text.push_str("Infinity"),
        NEGATIVE_INFINITY => text.push_str("-Infinity"),
        _ => return None,
    }
    if sign & NOT_A_NUMBER == NOT_A_NUMBER {
        return Some(());
    }
    let (groups, rest) = groups.as_chunks::<2>();
    if groups.len() != count || !rest.is_empty() {
        return None;
    }
    let group = |position: i32| -> u16 {
        let at = usize::try_from(i32::from(weight) - position).ok();
        at.and_then(|at| groups.get(at)).map_or(0, |group| u16::from_be_bytes(*group))
    };
    if weight < 0 {
        text.push('0');
    }
    for position in (0..=i32::from(weight)).rev() {
        let first = position == i32::from(weight);
        let _ =
            if first { write!(text, "{}", group(position)) } else { write!(text, "{:04}", group(position)) };
    }
    if scale > 0 {
        text.push('.');
        let end = text.len() + scale;
        let mut position = -1;
        while text.len() < end {
            let _ = write!(text, "{:04}", group(position));
            position -= 1;
        }
        text.truncate(end);
    }
    Some(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn round(digits: &str) -> String {
        let (mut bytes, mut text) = (Vec::new(), String::new());
        encode(digits, &mut bytes).unwrap();
        decode(&bytes, &mut text).unwrap();
        text
    }

    #[test]
    fn keeps_every_digit() {
        for digits in [
            "0",
            "0.00",
            "1",
            "-1",
            "12.50",
            "-0.0001",
            "0.00010",
            "10000",
            "99999999.9999",
            "123456789012345678901234567890.123456789",
        ] {
            assert_eq!(round(digits), digits);
        }
        assert_eq!(round("+007.10"), "7.10");
        assert_eq!(round("-0"), "0");
        assert_eq!(round(".5"), "0.5");
    }

    #[test]
    fn refuses_what_is_no_number() {
        for digits in ["", "-", ".", "1e5", "1.2.3", "NaN", "１"] {
            assert_eq!(encode(digits, &mut Vec::new()), None, "{digits}");
        }
    }

    #[test]
    fn survives_bytes_that_are_no_number() {
        for bytes in [&[][..], &[0; 7], &[0, 9, 0, 0, 0, 0, 0, 0], &[0, 0, 0, 0, 0x12, 0, 0, 0]] {
            assert_eq!(decode(bytes, &mut String::new()), None);
        }
        let mut text = String::new();
        decode(&[0, 0, 0, 0, 0xC0, 0, 0, 0], &mut text).unwrap();
        assert_eq!(text, "NaN");
    }
}
