-- Aus den Zahlen der Pakete die Summen des Verbunds: je Quartal und Zelle, mit den drei größten Beiträgen und dem Quartal davor.
--
-- Tabellen (lange Form, alles ganze Zahlen und Text):
--   pakete (paket, team, quartal, folge, fassung)  folge: Jahr mal 4 plus Quartal; es gilt die höchste Fassung
--   zellen (zelle, tabelle, zeile, spalte, groesse)  zeile und spalte NULL: insgesamt
--   zahlen (paket, zelle, zahl)
--
-- Unverändert auf SQLite, DuckDB und Spark. LAG ohne Vorgänger ist hier NULL, anderswo 0: Deshalb fragt CASE zuerst, ob es
-- einen gibt. Ebenso ist, was ein LEFT JOIN nicht fand, anderswo 0: Verglichen wird mit dem Wert und nicht mit NULL. Auch wie
-- NULL geordnet wird, ist verschieden und steht da.
WITH gueltige AS (
  SELECT p.paket, p.team, p.quartal, p.folge
  FROM pakete AS p
  JOIN (
    SELECT team, quartal, MAX(fassung) AS fassung FROM pakete GROUP BY team, quartal
  ) AS neueste ON neueste.team = p.team AND neueste.quartal = p.quartal AND neueste.fassung = p.fassung
),
gereiht AS (
  SELECT
    g.folge,
    z.zelle,
    CAST(z.zahl AS BIGINT) AS zahl,
    ROW_NUMBER() OVER (PARTITION BY g.folge, z.zelle ORDER BY z.zahl DESC, z.paket) AS rang
  FROM zahlen AS z
  JOIN gueltige AS g ON g.paket = z.paket
),
summen AS (
  SELECT
    folge,
    zelle,
    CAST(SUM(zahl) AS BIGINT) AS zahl,
    CAST(COUNT(*) AS BIGINT) AS teams,
    CAST(MAX(CASE WHEN rang = 1 THEN zahl ELSE 0 END) AS BIGINT) AS erster,
    CAST(MAX(CASE WHEN rang = 2 THEN zahl ELSE 0 END) AS BIGINT) AS zweiter,
    CAST(MAX(CASE WHEN rang = 3 THEN zahl ELSE 0 END) AS BIGINT) AS dritter
  FROM gereiht
  GROUP BY folge, zelle
),
nacheinander AS (
  SELECT
    s.folge,
    s.zelle,
    s.zahl,
    s.teams,
    s.erster,
    s.zweiter,
    s.dritter,
    ROW_NUMBER() OVER (PARTITION BY s.zelle ORDER BY s.folge) AS nummer,
    LAG(s.folge) OVER (PARTITION BY s.zelle ORDER BY s.folge) AS vorige_folge,
    LAG(s.zahl) OVER (PARTITION BY s.zelle ORDER BY s.folge) AS vorige_zahl
  FROM summen AS s
),
quartale AS (
  SELECT folge, MIN(quartal) AS quartal, CAST(COUNT(*) AS BIGINT) AS abgegeben FROM gueltige GROUP BY folge
)
SELECT
  q.quartal,
  c.tabelle,
  c.zeile,
  c.spalte,
  c.groesse,
  n.zahl,
  n.teams,
  n.erster,
  n.zweiter,
  n.dritter,
  CASE
    WHEN n.nummer > 1 AND n.vorige_folge = n.folge - 1 THEN n.vorige_zahl
    WHEN v.folge = n.folge - 1 THEN CAST(0 AS BIGINT)
    ELSE CAST(NULL AS BIGINT)
  END AS vorher
FROM nacheinander AS n
JOIN zellen AS c ON c.zelle = n.zelle
JOIN quartale AS q ON q.folge = n.folge
LEFT JOIN quartale AS v ON v.folge = n.folge - 1
ORDER BY
  n.folge,
  c.tabelle,
  CASE WHEN c.zeile IS NULL THEN 1 ELSE 0 END,
  c.zeile,
  CASE WHEN c.spalte IS NULL THEN 1 ELSE 0 END,
  c.spalte,
  c.groesse
