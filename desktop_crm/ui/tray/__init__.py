"""The icon in the tray, where the desktop has one."""
