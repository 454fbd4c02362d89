"""What `kamctl edit` does to a plan, without a server: fields, typed texts, changes, versions.

    session = EditSession(Path("lactea/plan.yaml"), today=dt.date.today)
    field = session.field('["objectives",{"id":"SO1"},"due"]')      # a FormField
    session.commit(field.key, field.value, "fin mars 2028")         # a ChangeOutcome

`edit_session.py` is what a server calls; `form_fields.py` says what a page shows of a plan,
`typed_values.py` what was typed into it means.
"""
