//! The types on the wire: their numbers, and where PostgreSQL counts time from.
use orm_core::value::SqlType;

/// The number of a type and of arrays of it, and a letter that stands for it.
///
/// The number 0 leaves the type to the server, which takes it from where the parameter stands.
#[derive(Debug, Clone, Copy)]
pub(crate) struct WireType {
    pub(crate) oid: u32,
    pub(crate) array_oid: u32,
    pub(crate) letter: char,
}

/// The type that a parameter is sent as; `None` if this driver is older than the type.
pub(crate) fn wire_type(ty: SqlType) -> Option<WireType> {
    let (oid, array_oid, letter) = match ty {
        SqlType::Boolean => (BOOL, 1000, 'b'),
        SqlType::SmallInt => (INT2, 1005, 's'),
        SqlType::Integer => (INT4, 1007, 'i'),
        SqlType::BigInt => (INT8, 1016, 'l'),
        SqlType::Real => (FLOAT4, 1021, 'f'),
        SqlType::Double => (FLOAT8, 1022, 'd'),
        SqlType::Text => (TEXT, 1009, 't'),
        SqlType::Bytes => (BYTEA, 1001, 'x'),
        SqlType::Uuid => (UUID, 2951, 'u'),
        SqlType::Date => (DATE, 1182, 'y'),
        SqlType::Time => (TIME, 1183, 'h'),
        SqlType::DateTime => (TIMESTAMP, 1115, 'm'),
        SqlType::Timestamp => (TIMESTAMPTZ, 1185, 'z'),
        SqlType::Decimal => (NUMERIC, 1231, 'n'),
        SqlType::Json => (JSONB, 3807, 'j'),
        // It may be an enum of the database's own, which is sent as text is.
        SqlType::Word => (0, 1009, 'w'),
        SqlType::List(SqlType::List(_)) => return None,
        SqlType::List(element) => {
            let element = wire_type(*element)?;
            (element.array_oid, 0, element.letter.to_ascii_uppercase())
        }
        _ => return None,
    };
    Some(WireType { oid, array_oid, letter })
}

// From PostgreSQL's pg_type.dat; these never change.
pub(crate) const BOOL: u32 = 16;
pub(crate) const BYTEA: u32 = 17;
pub(crate) const CHAR: u32 = 18;
pub(crate) const NAME: u32 = 19;
pub(crate) const INT8: u32 = 20;
pub(crate) const INT2: u32 = 21;
pub(crate) const INT4: u32 = 23;
pub(crate) const TEXT: u32 = 25;
pub(crate) const OID: u32 = 26;
pub(crate) const JSON: u32 = 114;
pub(crate) const XML: u32 = 142;
pub(crate) const FLOAT4: u32 = 700;
pub(crate) const FLOAT8: u32 = 701;
pub(crate) const UNKNOWN: u32 = 705;
pub(crate) const BPCHAR: u32 = 1042;
pub(crate) const VARCHAR: u32 = 1043;
pub(crate) const DATE: u32 = 1082;
pub(crate) const TIME: u32 = 1083;
pub(crate) const TIMESTAMP: u32 = 1114;
pub(crate) const TIMESTAMPTZ: u32 = 1184;
pub(crate) const NUMERIC: u32 = 1700;
pub(crate) const REGCLASS: u32 = 2205;
pub(crate) const REGTYPE: u32 = 2206;
pub(crate) const VOID: u32 = 2278;
pub(crate) const UUID: u32 = 2950;
pub(crate) const JSONB: u32 = 3802;

/// The byte that a JSONB document begins with.
pub(crate) const JSONB_VERSION: u8 = 1;

/// Days from 1970-01-01, where values count from, to 2000-01-01, where PostgreSQL counts from.
pub(crate) const EPOCH_DAYS: i32 = 10_957;

/// The same in microseconds.
pub(crate) const EPOCH_MICROSECONDS: i64 = 946_684_800_000_000;
