// German messages: updates of the app.
import type { Catalog } from '../languages.ts';

export const updates = {
  'updates.title': 'Updates',

  'updates.loadFailed': 'Update-Status konnte nicht geladen werden',
  'updates.version': 'Version {version}',
  'updates.state.unavailable': 'Diese Installation kann sich nicht selbst aktualisieren.',
  'updates.state.idle': 'Noch nicht geprüft.',
  'updates.state.checked': 'Auf dem neuesten Stand. Zuletzt geprüft: {time}.',
  'updates.state.checking': 'Wird geprüft…',
  'updates.state.downloading': 'Version {version} wird heruntergeladen: {percent}',
  'updates.state.ready': 'Version {version} ist bereit.',
  'updates.state.installing': 'Version {version} wird installiert…',
  'updates.state.failed': 'Update konnte nicht bezogen werden: {problem}',
  'updates.installs.quit': 'Sie wird beim Beenden von Gatehouse installiert.',
  'updates.installs.idle': 'Sie wird installiert, sobald kein Agent arbeitet.',
  'updates.check': 'Jetzt prüfen',
  'updates.checkFailed': 'Suche nach Updates ist fehlgeschlagen',
  'updates.install': 'Installieren…',
  'updates.installFailed': 'Update konnte nicht installiert werden',
  'updates.automatic': 'Nach Updates suchen',
  'updates.automatic.hint':
    'Fragt beim Start und alle sechs Stunden bei {server} an und lädt neue Versionen herunter. Der Server erfährt die IP-Adresse und die Version dieser App. Die Anfragen stehen unter „Netzwerk“.',
  'updates.channel': 'Kanal',
  'updates.channel.hint': 'Beta-Versionen sind neuer und weniger getestet.',
  'updates.channel.stable': 'Stabil',
  'updates.channel.beta': 'Beta',
  'updates.notSaved': 'Einstellung konnte nicht gespeichert werden',
  'updates.kept': 'Installationsprogramm von Version {version}',
  'updates.kept.hint':
    'Um zurückzukehren, Gatehouse beenden, {file} ausführen und die Kopie der Datenbank von vor dem Update wiederherstellen: gatehouse backup restore.',
  'updates.kept.copy': 'Pfad kopieren',
  'updates.dialog.title': 'Gatehouse {version} installieren',
  'updates.dialog.idle': 'Es läuft nichts. Gatehouse startet gleich neu.',
  'updates.dialog.running':
    'Ein Neustart hält jetzt {count, plural, one {# laufende Sitzung} other {# laufende Sitzungen}} an. Sie können danach fortgesetzt werden.',
  'updates.dialog.more': '{count, plural, one {und # weitere} other {und # weitere}}',
  'updates.dialog.notes': 'Neuerungen',
  'updates.dialog.now': 'Jetzt neu starten',
  'updates.dialog.whenIdle': 'Bei Inaktivität',
  'updates.dialog.later': 'Später',
  'updates.ready': 'Gatehouse {version} ist bereit zur Installation',
  'updates.ready.show': 'Anzeigen',
} as const satisfies Catalog;
