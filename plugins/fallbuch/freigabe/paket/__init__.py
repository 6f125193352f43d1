"""What an evaluator gets of a released period: tables, workbook, dictionary, pictures, a page to read."""
