"""First plans and updates from the tables that a CRM exports."""
