"""Material in the database."""

from desktop_crm.core.database.records import Records
from desktop_crm.core.database.schema.touches import materials as table
from desktop_crm.core.materials.entity import Material
from desktop_crm.core.materials.fields import FIELDS

MATERIALS = Records(Material, FIELDS, table)
