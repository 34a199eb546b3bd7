CREATE TABLE Artist (ArtistId INTEGER NOT NULL PRIMARY KEY, Name NVARCHAR(120));
CREATE TABLE Album (
    AlbumId INTEGER NOT NULL PRIMARY KEY, Title NVARCHAR(160) NOT NULL,
    ArtistId INTEGER NOT NULL REFERENCES Artist (ArtistId));
CREATE TABLE Genre (GenreId INTEGER NOT NULL PRIMARY KEY, Name NVARCHAR(120));
CREATE TABLE MediaType (MediaTypeId INTEGER NOT NULL PRIMARY KEY, Name NVARCHAR(120));
CREATE TABLE Track (
    TrackId INTEGER NOT NULL PRIMARY KEY, Name NVARCHAR(200) NOT NULL,
    AlbumId INTEGER REFERENCES Album (AlbumId), MediaTypeId INTEGER NOT NULL REFERENCES MediaType (MediaTypeId),
    GenreId INTEGER REFERENCES Genre (GenreId), Composer NVARCHAR(220),
    Milliseconds INTEGER NOT NULL, Bytes INTEGER, UnitPrice NUMERIC(10,2) NOT NULL);
CREATE TABLE Playlist (PlaylistId INTEGER NOT NULL PRIMARY KEY, Name NVARCHAR(120));
CREATE TABLE PlaylistTrack (
    PlaylistId INTEGER NOT NULL REFERENCES Playlist (PlaylistId),
    TrackId INTEGER NOT NULL REFERENCES Track (TrackId), PRIMARY KEY (PlaylistId, TrackId));
CREATE TABLE Employee (
    EmployeeId INTEGER NOT NULL PRIMARY KEY, LastName NVARCHAR(20) NOT NULL, FirstName NVARCHAR(20) NOT NULL,
    Title NVARCHAR(30), ReportsTo INTEGER REFERENCES Employee (EmployeeId),
    BirthDate DATETIME, HireDate DATETIME, City NVARCHAR(40), Email NVARCHAR(60));
CREATE TABLE Customer (
    CustomerId INTEGER NOT NULL PRIMARY KEY, FirstName NVARCHAR(40) NOT NULL, LastName NVARCHAR(20) NOT NULL,
    Country NVARCHAR(40), Email NVARCHAR(60) NOT NULL, SupportRepId INTEGER REFERENCES Employee (EmployeeId));
CREATE TABLE Invoice (
    InvoiceId INTEGER NOT NULL PRIMARY KEY, CustomerId INTEGER NOT NULL REFERENCES Customer (CustomerId),
    InvoiceDate DATETIME NOT NULL, BillingCountry NVARCHAR(40), Total NUMERIC(10,2) NOT NULL);
CREATE TABLE InvoiceLine (
    InvoiceLineId INTEGER NOT NULL PRIMARY KEY, InvoiceId INTEGER NOT NULL REFERENCES Invoice (InvoiceId),
    TrackId INTEGER NOT NULL REFERENCES Track (TrackId), UnitPrice NUMERIC(10,2) NOT NULL, Quantity INTEGER NOT NULL);
INSERT INTO Artist VALUES (1, 'The Rows'), (2, 'Null and the Voids'), (3, NULL), (4, 'Silent Partner');
INSERT INTO Album VALUES (1, 'Zeroth', 1), (2, 'First', 1), (3, 'Nothing Stored', 2);
INSERT INTO Genre VALUES (1, 'Rock'), (2, 'Jazz'), (3, NULL);
INSERT INTO MediaType VALUES (1, 'Tape');
INSERT INTO Track VALUES
    (1, 'Insert', 1, 1, 1, 'A. Writer', 180000, 4000, 0.99), (2, 'Select', 1, 1, 1, NULL, 300000, NULL, 0.99),
    (3, 'Join', 2, 1, 2, NULL, 240500, 1, 1.29), (4, 'Left Join', NULL, 1, NULL, NULL, 1, NULL, 0.1),
    (5, 'Same Length', 3, 1, 1, NULL, 180000, NULL, 0.99);
INSERT INTO Playlist VALUES (1, 'Morning'), (2, NULL), (3, 'Evening');
INSERT INTO PlaylistTrack VALUES (1, 1), (1, 2), (3, 2), (2, 3);
INSERT INTO Employee VALUES
    (1, 'Adams', 'Ann', 'Head', NULL, '1962-02-18 00:00:00', '2002-08-14 00:00:00', 'Rome', 'ann@example.com'),
    (2, 'Byrd', 'Bo', NULL, 1, NULL, '2003-05-03 09:30:00', NULL, NULL),
    (3, 'Cole', 'Cy', 'Sales', 1, '1970-05-29 00:00:00', '2004-03-04 00:00:00', 'Oslo', NULL),
    (4, 'Diaz', 'Di', 'Sales', 2, NULL, NULL, NULL, NULL);
INSERT INTO Customer VALUES
    (1, 'Eva', 'East', 'Italy', 'eva@example.com', 3), (2, 'Finn', 'Field', 'Peru', 'finn@example.com', NULL),
    (3, 'Gil', 'Gray', NULL, 'gil@example.com', 4);
INSERT INTO Invoice VALUES
    (1, 1, '2021-01-01 00:00:00', 'Italy', 1.98), (2, 1, '2021-02-03 12:34:56', 'Italy', 0.3),
    (3, 2, '2021-03-05 00:00:00', 'Peru', 1.29);
INSERT INTO InvoiceLine VALUES
    (1, 1, 1, 0.99, 1), (2, 1, 2, 0.99, 1), (3, 2, 4, 0.1, 3), (4, 3, 3, 1.29, 1);
