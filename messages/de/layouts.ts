// German messages: saved layouts of session panes.
import type { Catalog } from '../languages.ts';

export const layouts = {
  'layouts.title': 'Layouts',
  'layouts.saveTitle': 'Layout speichern',
  'layouts.save': 'Layout speichern…',
  'layouts.saveText': 'Speichert die aktuellen Bereiche mit ihren Sitzungen, um sie später wieder zu öffnen.',
  'layouts.name': 'Name',
  'layouts.exists': 'Ein Layout mit diesem Namen ist vorhanden. Es wird ersetzt.',
  'layouts.taken': 'Ein anderes Layout hat diesen Namen.',
  'layouts.replace': 'Ersetzen',
  'layouts.manage': 'Layouts verwalten…',
  'layouts.none': 'Keine gespeicherten Layouts',
  'layouts.noneText': 'Die aktuellen Bereiche über das Menü eines Bereichs speichern.',
  'layouts.count': '{count, plural, one {# Bereich} other {# Bereiche}}',
  'layouts.countCurrent': '{count, plural, one {# Bereich} other {# Bereiche}} · aktuell',
  'layouts.apply': 'Öffnen',
  'layouts.rename': 'Umbenennen',
  'layouts.renameNamed': '„{name}“ umbenennen',
  'layouts.updateNamed': '„{name}“ auf die aktuellen Bereiche aktualisieren',
  'layouts.deleteNamed': '„{name}“ löschen',
  'layouts.applied': 'Layout „{name}“ geöffnet',
  'layouts.saved': 'Layout „{name}“ gespeichert',
  'layouts.updated': 'Layout „{name}“ aktualisiert',
  'layouts.deleted': 'Layout „{name}“ gelöscht',
  'layouts.openNamed': 'Layout „{name}“ öffnen',
} as const satisfies Catalog;
