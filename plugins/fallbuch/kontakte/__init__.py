"""Who a number is: contact data, encrypted, outside the team's repository. Nothing else in the house knows a name."""
