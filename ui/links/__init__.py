"""Addresses that hold settings: copying one, and what is not understood in one."""
