//! What every loaded row can do: written once here, so that a model's expansion stays short.

/// Implements for a struct with a row and slots: access to the row, `Clone`, `Debug`, `PartialEq` where the row has
/// them (the binder keeps rustc from deciding that for every model), and `Serialize` with the feature `serde`.
#[doc(hidden)]
#[macro_export]
macro_rules! __loaded_row {
    ($with:ident $label:literal [$($parameter:ident)*] $row:ident: $model:ty, [$($slot:ident = $name:literal)*]) => {
        impl<$($parameter),*> $with<$($parameter),*> {
            /// The row alone.
            pub fn into_row(self) -> $model {
                self.$row
            }
        }
        #[automatically_derived]
        impl $crate::load::Loads for $model {
            type Empty = $with;
            fn into_empty(self) -> $with {
                $with { $row: self, $($slot: ::core::default::Default::default(),)* }
            }
        }
        #[automatically_derived]
        impl<$($parameter),*> $crate::model::IsModel for $with<$($parameter),*> {
            type Row = $model;
            fn row(&self) -> &$model {
                &self.$row
            }
            fn row_mut(&mut self) -> &mut $model {
                &mut self.$row
            }
        }
        #[automatically_derived]
        impl<$($parameter),*> ::core::ops::Deref for $with<$($parameter),*> {
            type Target = $model;
            fn deref(&self) -> &$model {
                &self.$row
            }
        }
        #[automatically_derived]
        impl<$($parameter),*> ::core::ops::DerefMut for $with<$($parameter),*> {
            fn deref_mut(&mut self) -> &mut $model {
                &mut self.$row
            }
        }
        #[automatically_derived]
        impl<$($parameter: ::core::clone::Clone),*> ::core::clone::Clone for $with<$($parameter),*>
        where
            for<'__a> $model: ::core::clone::Clone,
        {
            fn clone(&self) -> Self {
                Self {
                    $row: ::core::clone::Clone::clone(&self.$row),
                    $($slot: ::core::clone::Clone::clone(&self.$slot),)*
                }
            }
        }
        #[automatically_derived]
        impl<$($parameter: ::core::fmt::Debug),*> ::core::fmt::Debug for $with<$($parameter),*>
        where
            for<'__a> $model: ::core::fmt::Debug,
        {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.debug_struct($label).field("row", &self.$row)$(.field($name, &self.$slot))*.finish()
            }
        }
        #[automatically_derived]
        impl<$($parameter: ::core::cmp::PartialEq),*> ::core::cmp::PartialEq for $with<$($parameter),*>
        where
            for<'__a> $model: ::core::cmp::PartialEq,
        {
            fn eq(&self, other: &Self) -> bool {
                self.$row == other.$row $(&& self.$slot == other.$slot)*
            }
        }
        $crate::__serialize_loaded! { $with [$($parameter)*] $row: $model, [$($slot = $name)*] }
    };
}
