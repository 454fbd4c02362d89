"""What `kamctl edit` does to a plan, without a server: fields, typed texts, changes, versions.

    session = EditSession(Path("lactea/plan.yaml"), today=dt.date.today)
    field = session.field('["objectives",{"id":"SO1"},"due"]')      # a FormField
    commit_field(session, field.key, field.value, "fin mars 2028")  # a ChangeOutcome

`edit_session.py` is the open plan. `form_fields.py` says what a page shows of it, `typed_values.py`
what was typed means. What changes it is in `field_changes.py`, `entry_changes.py`, `agreement.py`,
`customer_confirmation.py`, `colleague_answers.py` and `plan_actions.py`; `colleagues.py` asks
people for what is missing, `versions.py` saves a version.
"""
