//! A statement as plain data: no generics, no lifetimes; `render` turns it into SQL.
use crate::association::Relation;
use crate::repetition::Asked;
use crate::schema::ModelDescription;
use crate::value::{SqlType, Value};

/// An expression over the columns of the model in scope.
#[derive(Debug, Clone)]
pub enum Expression {
    /// A column of the model in scope, by its name in the database.
    Column(&'static str),
    /// A parameter.
    Value(Value),
    /// Two expressions compared.
    Compare(Box<(Expression, Expression)>, Comparison),
    /// All of these; true if there are none.
    All(Vec<Expression>),
    /// Any of these; false if there are none.
    Any(Vec<Expression>),
    /// The opposite; what is unknown stays unknown.
    Not(Box<Expression>),
    /// Whether there is no value.
    IsNull(Box<Expression>),
    /// Membership in a list that is one parameter.
    Member(Box<Expression>, SqlType, Vec<Value>),
    /// Equality of several columns with one of these tuples.
    MemberOf(Vec<&'static str>, Vec<Vec<Value>>),
    /// A pattern match; the pattern escapes with a backslash.
    Like(Box<Expression>, String, bool),
    /// Whether an association leads to a row for which the inner expression holds.
    Exists(&'static Relation, Option<Box<Expression>>),
    /// How many rows an association leads to, for which the inner expression holds.
    Count(&'static Relation, Option<Box<Expression>>),
    /// An expression over the row that a to-one association leads to.
    Through(&'static Relation, Box<Expression>),
    /// Two expressions and an arithmetic sign: `+`, `-`, `*`.
    Arithmetic(Box<(Expression, Expression)>, char),
    /// An expression over the junction on the way to the model in scope.
    Junction(Box<Expression>),
    /// SQL of the user's, with `?` for each of the values.
    Raw(String, Vec<Value>),
}

impl Expression {
    pub(crate) fn compare(self, comparison: Comparison, other: Expression) -> Self {
        Self::Compare(Box::new((self, other)), comparison)
    }

    /// Whether there is SQL of the user's in it.
    pub(crate) fn holds_own_sql(&self) -> bool {
        match self {
            Self::Raw(..) => true,
            Self::Column(_) | Self::Value(_) | Self::MemberOf(..) => false,
            Self::Compare(sides, _) | Self::Arithmetic(sides, _) => {
                sides.0.holds_own_sql() || sides.1.holds_own_sql()
            }
            Self::All(parts) | Self::Any(parts) => parts.iter().any(Self::holds_own_sql),
            Self::Not(inner)
            | Self::IsNull(inner)
            | Self::Member(inner, ..)
            | Self::Like(inner, ..)
            | Self::Through(_, inner)
            | Self::Junction(inner) => inner.holds_own_sql(),
            Self::Exists(_, inner) | Self::Count(_, inner) => {
                inner.as_ref().is_some_and(|inner| inner.holds_own_sql())
            }
        }
    }

    /// The column's name, of an expression that is one.
    pub(crate) fn column_name(&self) -> Option<&'static str> {
        match self {
            Self::Column(name) => Some(name),
            _ => None,
        }
    }

    /// All columns of a model.
    pub(crate) fn columns_of(model: &ModelDescription) -> Vec<Self> {
        model.columns.iter().map(|column| Self::Column(column.name)).collect()
    }

    /// The condition that a column holds this value, or nothing where the value is none.
    pub(crate) fn holds(column: &'static str, value: Value) -> Self {
        if value.is_null() {
            return Self::IsNull(Box::new(Self::Column(column)));
        }
        Self::Column(column).compare(Comparison::Equal, Self::Value(value))
    }

    /// Joins two conditions, both of which must hold, without nesting.
    #[must_use]
    pub(crate) fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::All(mut left), Self::All(right)) => {
                left.extend(right);
                Self::All(left)
            }
            (Self::All(mut left), right) => {
                left.push(right);
                Self::All(left)
            }
            (left, right) => Self::All(vec![left, right]),
        }
    }

    /// The condition that columns equal values, one by one.
    pub(crate) fn columns_equal(
        model: &'static ModelDescription,
        columns: &[usize],
        values: Vec<Value>,
    ) -> Self {
        let mut conditions = columns.iter().zip(values).map(|(&position, value)| {
            Self::Column(model.columns[position].name).compare(Comparison::Equal, Self::Value(value))
        });
        if columns.len() == 1 {
            return conditions.next().unwrap_or(Self::All(Vec::new()));
        }
        Self::All(conditions.collect())
    }
}

/// How two expressions compare.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Comparison {
    /// `=`.
    Equal,
    /// `<>`.
    NotEqual,
    /// `<`.
    Less,
    /// `<=`.
    LessOrEqual,
    /// `>`.
    Greater,
    /// `>=`.
    GreaterOrEqual,
}

/// What a query gives for each row.
#[derive(Debug, Clone)]
pub enum Projection {
    /// All columns of the model, in the order of its fields.
    Model,
    /// All columns of the model, and then the junction's columns that say whose row it is.
    Children,
    /// Of a level: these expressions, and then the columns that say whose row it is.
    Picked(Vec<Expression>),
    /// Of a level: how many rows there are for each source that has some, and then the columns that say whose they are.
    Counts,
    /// All columns of the model and these of the junction; of a level, in between, those that say whose row it is.
    Linked(Vec<Expression>),
    /// These expressions.
    Expressions(Vec<Expression>),
    /// One aggregate.
    Aggregate(Aggregate, Option<Expression>),
    /// Nothing but that there is a row.
    One,
    /// How many rows there are with this projection, after `DISTINCT`, limit and offset.
    Counted(Box<Projection>),
}

/// An aggregate function.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Aggregate {
    /// How many rows.
    Count,
    /// The sum.
    Sum,
    /// The least value.
    Min,
    /// The greatest value.
    Max,
    /// The mean.
    Average,
}

/// A read.
#[derive(Debug, Clone)]
pub struct Select {
    /// The model whose table is read.
    pub model: &'static ModelDescription,
    /// What it gives.
    pub projection: Projection,
    /// Which rows.
    pub filter: Option<Expression>,
    /// Rows reached through an association from a source's key, instead of all.
    pub from: Option<Origin>,
    /// To-one associations whose rows are read beside; their columns stand behind all others.
    pub joins: Vec<Join>,
    /// In which order.
    pub order: Vec<(Expression, Direction)>,
    /// At most how many rows.
    pub limit: Option<u64>,
    /// How many rows are passed over first.
    pub offset: Option<u64>,
    /// Whether equal rows are given once.
    pub distinct: bool,
    /// Whether and how the rows are locked.
    pub lock: Option<Lock>,
    /// Who asks, where that is watched.
    pub(crate) asked: Option<Box<Asked>>,
}

/// A to-one association whose row is read beside the row it is of; all columns are empty where there is none.
#[derive(Debug, Clone)]
pub struct Join {
    /// The association.
    pub relation: &'static Relation,
    /// Which rows of it.
    pub filter: Option<Expression>,
    /// What is read beside its row.
    pub joins: Vec<Join>,
}

/// Where the rows come from, if not from the whole table.
#[derive(Debug, Clone)]
pub enum Origin {
    /// An association, from the source whose columns have these values.
    Row(&'static Relation, Vec<Value>),
    /// An association, from many sources at once; limit and offset count for each of them.
    Level(&'static Relation, Level),
}

impl Origin {
    /// The association.
    #[must_use]
    pub fn relation(&self) -> &'static Relation {
        match self {
            Self::Row(relation, _) | Self::Level(relation, _) => relation,
        }
    }
}

/// The keys of many sources.
#[derive(Debug, Clone)]
pub enum Level {
    /// Keys of one column: one parameter, whatever their number.
    Column(SqlType, Vec<Value>),
    /// Keys of several columns.
    Tuples(Vec<Vec<Value>>),
}

impl Level {
    /// Whether it is a single source.
    pub(crate) fn is_one(&self) -> bool {
        match self {
            Self::Column(_, keys) => keys.len() == 1,
            Self::Tuples(keys) => keys.len() == 1,
        }
    }
}

/// Ascending or descending, and where empty values stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Direction {
    /// Greatest first.
    pub descending: bool,
    /// Empty values first or last; `None` leaves it to the database.
    pub nulls_first: Option<bool>,
}

/// A lock on the rows that are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lock {
    /// Waits for rows that others have locked.
    Wait,
    /// Passes over rows that others have locked.
    SkipLocked,
    /// Reports rows that others have locked, instead of waiting.
    NoWait,
    /// Waits as well, but lets others store rows that point to these.
    KeepingKey,
}

impl Select {
    /// Reads all rows of a model. Boxed, because a query is handed on by each call that refines it.
    #[must_use]
    pub fn new(model: &'static ModelDescription) -> Box<Self> {
        Box::new(Self {
            model,
            projection: Projection::Model,
            filter: None,
            from: None,
            joins: Vec::new(),
            order: Vec::new(),
            limit: None,
            offset: None,
            distinct: false,
            lock: None,
            asked: None,
        })
    }

    /// The limit, if the text says it: that of `first` and `one`.
    ///
    /// A database that plans a text once for all values takes a parameter for a part of the rows, and then sorts them all,
    /// or plans anew each time. Any other limit is a value, of which there are too many to have a text for each.
    pub(crate) fn fixed_limit(&self) -> Option<u64> {
        self.limit.filter(|rows| matches!(rows, 1 | 2))
    }

    /// Keeps only the rows for which this holds as well.
    pub fn restrict(&mut self, condition: Expression) {
        self.filter = Some(match self.filter.take() {
            Some(filter) => filter.and(condition),
            None => condition,
        });
    }
}

/// A write of new rows.
#[derive(Debug, Clone)]
pub struct Insert {
    /// The model whose table is written.
    pub model: &'static ModelDescription,
    /// The positions of the columns that are given.
    pub columns: Vec<usize>,
    /// The values, row by row, one per column.
    pub rows: Vec<Vec<Value>>,
    /// What happens to a row that is there already.
    pub conflict: Option<Conflict>,
    /// The positions of the columns that come back.
    pub returning: Vec<usize>,
}

/// What happens to a row that is there already.
#[derive(Debug, Clone)]
pub struct Conflict {
    /// The positions of the unique columns that tell that it is the same row.
    pub columns: Vec<usize>,
    /// The positions of the columns that get the new value; none leaves the row as it is.
    pub update: Vec<usize>,
    /// The row is left as it is, too, if these columns have the new values already; none means that it is written.
    pub unless_equal: Vec<usize>,
}

/// A change of rows.
#[derive(Debug, Clone)]
pub struct Update {
    /// The model whose table is written.
    pub model: &'static ModelDescription,
    /// The new values.
    pub assignments: Vec<(usize, Expression)>,
    /// Which rows.
    pub filter: Option<Expression>,
    /// The positions of the columns that come back.
    pub returning: Vec<usize>,
}

/// A removal of rows.
#[derive(Debug, Clone)]
pub struct Delete {
    /// The model whose table is written.
    pub model: &'static ModelDescription,
    /// Which rows.
    pub filter: Option<Expression>,
}

/// Any statement on rows.
#[derive(Debug, Clone)]
pub enum Statement {
    /// A read.
    Select(Box<Select>),
    /// A write of new rows.
    Insert(Insert),
    /// A change of rows.
    Update(Update),
    /// A removal of rows.
    Delete(Delete),
}
