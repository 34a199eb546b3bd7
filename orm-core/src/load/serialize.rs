//! Loaded rows as nested objects: the row's fields, and what was loaded under the associations' names.
use serde::ser::{Impossible, Serialize, SerializeMap, SerializeStruct, Serializer};

use super::NotLoaded;

/// What a slot adds to the object: nothing, if the association was not loaded.
pub trait Slot {
    /// Adds an entry.
    ///
    /// # Errors
    ///
    /// The serializer's.
    fn append<M: SerializeMap>(&self, name: &'static str, map: &mut M) -> Result<(), M::Error>;
}

impl<T: Serialize> Slot for T {
    fn append<M: SerializeMap>(&self, name: &'static str, map: &mut M) -> Result<(), M::Error> {
        map.serialize_entry(name, self)
    }
}

impl<A> Slot for NotLoaded<A> {
    fn append<M: SerializeMap>(&self, _: &'static str, _: &mut M) -> Result<(), M::Error> {
        Ok(())
    }
}

/// Adds a row's own entries.
///
/// # Errors
///
/// The serializer's, and one if the row serializes as something else than a struct or a map.
pub fn append_row<M: SerializeMap>(row: &impl Serialize, map: &mut M) -> Result<(), M::Error> {
    row.serialize(Entries(map))
}

/// Implements `Serialize` for a loaded row whose parts have it.
#[doc(hidden)]
#[macro_export]
macro_rules! __serialize_loaded {
    ($with:ident [$($parameter:ident)*] $row:ident: $model:ty, [$($slot:ident = $name:literal)*]) => {
        #[automatically_derived]
        impl<$($parameter: $crate::load::Slot),*> $crate::load::serde::Serialize for $with<$($parameter),*>
        where
            for<'__a> $model: $crate::load::serde::Serialize,
        {
            fn serialize<__S: $crate::load::serde::Serializer>(
                &self,
                serializer: __S,
            ) -> ::core::result::Result<__S::Ok, __S::Error> {
                let mut map = $crate::load::serde::Serializer::serialize_map(serializer, ::core::option::Option::None)?;
                $crate::load::append_row(&self.$row, &mut map)?;
                $($crate::load::Slot::append(&self.$slot, $name, &mut map)?;)*
                $crate::load::serde::ser::SerializeMap::end(map)
            }
        }
    };
}

/// Implements `Serialize` for the enum of a polymorphic association: the owner alone, for its row says of which model
/// it is.
#[doc(hidden)]
#[macro_export]
macro_rules! __serialize_owner {
    ($owner:ident [$($variant:ident)*] [$($kind:ident)*]) => {
        #[automatically_derived]
        impl<$($kind: $crate::load::serde::Serialize),*> $crate::load::serde::Serialize for $owner<$($kind),*> {
            fn serialize<__S: $crate::load::serde::Serializer>(
                &self,
                serializer: __S,
            ) -> ::core::result::Result<__S::Ok, __S::Error> {
                match self {
                    $(Self::$variant(row) => $crate::load::serde::Serialize::serialize(row, serializer),)*
                }
            }
        }
    };
}

/// Hands the entries of a struct or a map on to another map.
struct Entries<'m, M>(&'m mut M);

impl<M: SerializeMap> SerializeStruct for Entries<'_, M> {
    type Ok = ();
    type Error = M::Error;

    fn serialize_field<T: Serialize + ?Sized>(
        &mut self,
        name: &'static str,
        value: &T,
    ) -> Result<(), M::Error> {
        self.0.serialize_entry(name, value)
    }

    fn end(self) -> Result<(), M::Error> {
        Ok(())
    }
}

impl<M: SerializeMap> SerializeMap for Entries<'_, M> {
    type Ok = ();
    type Error = M::Error;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), M::Error> {
        self.0.serialize_key(key)
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), M::Error> {
        self.0.serialize_value(value)
    }

    fn end(self) -> Result<(), M::Error> {
        Ok(())
    }
}

/// Refuses what has no entries.
macro_rules! refuse {
    ($($method:ident($($ty:ty),*) -> $ok:ty;)*) => {
        $(fn $method(self $(, _: $ty)*) -> Result<$ok, M::Error> {
            Err(no_object())
        })*
    };
}

fn no_object<E: serde::ser::Error>() -> E {
    E::custom("a loaded row is an object, so its model has to serialize as a struct or a map")
}

impl<M: SerializeMap> Serializer for Entries<'_, M> {
    type Ok = ();
    type Error = M::Error;
    type SerializeSeq = Impossible<(), M::Error>;
    type SerializeTuple = Impossible<(), M::Error>;
    type SerializeTupleStruct = Impossible<(), M::Error>;
    type SerializeTupleVariant = Impossible<(), M::Error>;
    type SerializeMap = Self;
    type SerializeStruct = Self;
    type SerializeStructVariant = Impossible<(), M::Error>;

    fn serialize_map(self, _: Option<usize>) -> Result<Self, M::Error> {
        Ok(self)
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Self, M::Error> {
        Ok(self)
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<(), M::Error> {
        value.serialize(self)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        value: &T,
    ) -> Result<(), M::Error> {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: &T,
    ) -> Result<(), M::Error> {
        Err(no_object())
    }

    refuse! {
        serialize_bool(bool) -> ();
        serialize_i8(i8) -> ();
        serialize_i16(i16) -> ();
        serialize_i32(i32) -> ();
        serialize_i64(i64) -> ();
        serialize_u8(u8) -> ();
        serialize_u16(u16) -> ();
        serialize_u32(u32) -> ();
        serialize_u64(u64) -> ();
        serialize_f32(f32) -> ();
        serialize_f64(f64) -> ();
        serialize_char(char) -> ();
        serialize_str(&str) -> ();
        serialize_bytes(&[u8]) -> ();
        serialize_none() -> ();
        serialize_unit() -> ();
        serialize_unit_struct(&'static str) -> ();
        serialize_unit_variant(&'static str, u32, &'static str) -> ();
        serialize_seq(Option<usize>) -> Self::SerializeSeq;
        serialize_tuple(usize) -> Self::SerializeTuple;
        serialize_tuple_struct(&'static str, usize) -> Self::SerializeTupleStruct;
        serialize_tuple_variant(&'static str, u32, &'static str, usize) -> Self::SerializeTupleVariant;
        serialize_struct_variant(&'static str, u32, &'static str, usize) -> Self::SerializeStructVariant;
    }
}
