"""Which customer a row means that names one (architecture: exact spelling first, else after NFKC and trimming)."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from desktop_crm.core.transfer.identity import plain


class Directory:
    """Customers by name and number: those of the file in its order, then those of the vault by id.

    `former` are the customers of the vault by numbers that they had, or that customers had who were merged into them.
    """

    def __init__(self, stored: Iterable[tuple[int, str, str]], former: Mapping[str, int] | None = None) -> None:
        self._file: defaultdict[str, list[int]] = defaultdict(list)
        self._stored: defaultdict[str, list[int]] = defaultdict(list)
        self._numbers: dict[str, int] = {}
        self._file_numbers: dict[str, int] = {}
        self._numbers |= former or {}
        for customer_id, name, number in sorted(stored):
            self._numbers[number] = customer_id
            self._enter(self._stored, customer_id, name)

    @staticmethod
    def _enter(names: defaultdict[str, list[int]], customer_id: int, name: str) -> None:
        for key in {"=" + name, "~" + plain(name)}:
            if customer_id not in names[key]:
                names[key].append(customer_id)

    def add(self, customer_id: int, name: str, number: str = "") -> None:
        """Enter a customer of the file, as the file spells the name and gives the number."""
        self._enter(self._file, customer_id, name)
        if number:
            self._file_numbers.setdefault(number, customer_id)

    def numbered(self, number: str) -> int | None:
        """The customer to whom the file, or else the vault, gives this number."""
        return self._file_numbers.get(number, self._numbers.get(number))

    def named(self, name: str) -> list[int]:
        """Every customer the name may mean, the one it does mean first."""
        for key in ("=" + name, "~" + plain(name)):
            found = dict.fromkeys((*self._file.get(key, ()), *self._stored.get(key, ())))
            if found:
                return list(found)
        return []
