"""The first plan of an account: asks little, explains itself, and is useful when nearly empty."""
