"""The front door: the only place that knows every other one."""
