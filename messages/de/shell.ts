// German messages: the desktop shell, with tray, menus, dialogs.
import type { Catalog } from '../languages.ts';

export const shell = {
  'shell.tray.open': 'Gatehouse öffnen',
  'shell.tray.newSession': 'Neue Sitzung…',
  'shell.tray.quit': 'Beenden',
  'shell.tray.waiting': '{count, plural, one {# offene Anfrage} other {# offene Anfragen}}',
  'shell.tray.limited': '{title} (wartet auf das Zurücksetzen eines Limits)',
  'shell.tray.running': '{count, plural, one {# Sitzung läuft} other {# Sitzungen laufen}}',
  'shell.tray.approvals': '{count, plural, one {# offene Freigabe} other {# offene Freigaben}}',
  'shell.tray.noneWaiting': 'Keine offenen Anfragen',
  'shell.tray.review': 'Prüfen…',
  'shell.tray.openSession': 'Sitzung öffnen',
  'shell.tray.command': '{agent} fragt an: {command}',
  'shell.tray.device': '{name} unter {address} fragt an: {scopes}',
  'shell.tray.more': '{count, plural, one {# weitere…} other {# weitere…}}',
  'shell.menu.file': 'Datei',
  'shell.menu.newSession': 'Neue Sitzung',
  'shell.menu.settings': 'Einstellungen…',
  'shell.menu.view': 'Ansicht',
  'shell.menu.sessions': 'Sitzungen',
  'shell.menu.approvals': 'Freigaben',
  'shell.quit.title': '{count, plural, one {# Sitzung läuft noch} other {# Sitzungen laufen noch}}',
  'shell.quit.more': '{count, plural, one {und # weitere} other {und # weitere}}',
  'shell.quit.text':
    'Beim Beenden werden laufende Sitzungen unterbrochen. Sie können nach einem Neustart von Gatehouse fortgesetzt werden.',
  'shell.quit.quit': 'Beenden',
  'shell.quit.keepRunning': 'Weiterlaufen lassen',
  'shell.login.notInstalled': 'Gatehouse öffnet sich beim Anmelden, sobald es installiert ist.',
  'shell.login.failed':
    'Gatehouse konnte nicht zu den Programmen hinzugefügt werden, die sich beim Anmelden öffnen: {reason}',
  'shell.startFailed': 'Gatehouse konnte nicht gestartet werden',
} as const satisfies Catalog;
