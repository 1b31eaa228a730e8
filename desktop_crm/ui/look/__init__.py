"""The look: design tokens, theme and icons, on which every widget stands."""
