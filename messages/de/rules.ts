// German messages: rules, with proposals for an approval, the editor, what a rule would have changed, revoked rules,
// import and export.
import type { Catalog } from '../languages.ts';

export const rules = {
  'rules.effect': 'Wirkung',
  'rules.effect.allow': 'Zulassen',
  'rules.effect.deny': 'Ablehnen',

  'rules.proposal.label': 'Was zugelassen wird',
  'rules.proposal.loading': 'Passende Regeln werden gesucht',
  'rules.proposal.failed': 'Vorschläge konnten nicht geladen werden',
  'rules.proposal.many.session':
    '{count, plural, one {Diesen # Befehl} other {Diese # Befehle}} bis zum Ende dieser Sitzung',
  'rules.proposal.many.workspace': '{count, plural, one {Diesen # Befehl} other {Diese # Befehle}} in diesem Ordner',
  'rules.proposal.many.project': '{count, plural, one {Diesen # Befehl} other {Diese # Befehle}} in diesem Projekt',
  'rules.proposal.many.agent':
    '{count, plural, one {Diesen # Befehl} other {Diese # Befehle}} in jedem Ordner des Agenten „{agent}“',
  'rules.proposal.many.open.workspace':
    '{count, plural, one {Diesen # Befehl} other {Diese # Befehle}} mit beliebigen Dateien, in diesem Ordner',
  'rules.proposal.many.open.project':
    '{count, plural, one {Diesen # Befehl} other {Diese # Befehle}} mit beliebigen Dateien, in diesem Projekt',
  'rules.proposal.session': '„{command}“ bis zum Ende dieser Sitzung',
  'rules.proposal.workspace': '„{command}“ in diesem Ordner',
  'rules.proposal.project': '„{command}“ in diesem Projekt',
  'rules.proposal.agent': '„{command}“ in jedem Ordner des Agenten „{agent}“',
  'rules.proposal.open.workspace': '„{command}“ mit beliebigen Dateien, in diesem Ordner',
  'rules.proposal.open.project': '„{command}“ mit beliebigen Dateien, in diesem Projekt',
  'rules.proposal.scope': 'Geltungsbereich',
  'rules.proposal.scope.session': 'Diese Sitzung',
  'rules.proposal.scope.workspace': 'Dieser Ordner',
  'rules.proposal.scope.project': 'Dieses Projekt',
  'rules.proposal.scope.agent': 'Jeder Ordner',
  'rules.proposal.rule': 'Befehl {number, number}',
  'rules.proposal.onlyRule': 'Befehl',

  'rules.history.title': '{days, plural, one {Am letzten Tag} other {In den letzten # Tagen}}',
  'rules.history.none':
    '{days, plural, one {Am letzten Tag passte kein Befehl.} other {In den letzten # Tagen passte kein Befehl.}}',
  'rules.history.matched':
    '{days, plural, one {Am letzten Tag} other {In den letzten # Tagen}} {count, plural, one {passte # Befehl} other {passten # Befehle}}.',
  'rules.history.nowAllowed':
    '{count, plural, one {# wäre ohne Freigabe ausgeführt worden.} other {# wären ohne Freigabe ausgeführt worden.}}',
  'rules.history.deniedByPerson':
    '{count, plural, one {Davon haben Sie # abgelehnt.} other {Davon haben Sie # abgelehnt.}}',
  'rules.history.nowDenied': '{count, plural, one {# wäre abgelehnt worden.} other {# wären abgelehnt worden.}}',
  'rules.history.partial':
    '{count, plural, one {Nur der letzte Befehl wurde durchsucht.} other {Nur die letzten # Befehle wurden durchsucht.}}',
  'rules.history.examples': 'Beispiele',
  'rules.history.trying': 'Verlauf wird durchsucht',
  'rules.history.times': '{count, number}×',
  'rules.history.allow': 'Zugelassen',
  'rules.history.ask': 'Nachgefragt',
  'rules.history.deny': 'Abgelehnt',
  'rules.history.allowed': 'Von Ihnen zugelassen',
  'rules.history.denied': 'Von Ihnen abgelehnt',
  'rules.history.unanswered': 'Unbeantwortet',
  'rules.history.change': '{before} → {after}',

  'rules.edit.title': 'Regel bearbeiten',
  'rules.edit.action': 'Bearbeiten',
  'rules.edit.rule': 'Regel {rule} bearbeiten',
  'rules.edit.save': 'Regel speichern',
  'rules.edit.denyHint': 'Zum Beispiel: git push *. Ein * am Ende steht für beliebige weitere Argumente.',
  'rules.edit.place': 'Wo sie gilt',
  'rules.edit.place.workspace': 'In {folder}',
  'rules.edit.place.agent': 'Im Ordner des Agenten',
  'rules.edit.place.project': 'Im Projekt {name}',
  'rules.edit.place.everywhere': 'In jedem Ordner des Agenten',
  'rules.edit.place.session': 'Bis zum Ende ihrer Sitzung',
  'rules.edit.saved': 'Regel geändert',
  'rules.edit.undoFailed': 'Änderung konnte nicht rückgängig gemacht werden',

  'rules.search': 'Regeln durchsuchen',
  'rules.filter': 'Wirkung der Regeln',
  'rules.filter.all': 'Alle Regeln',
  'rules.filter.allow': 'Zulassende Regeln',
  'rules.filter.deny': 'Ablehnende Regeln',
  'rules.noMatch': 'Keine passenden Regeln',
  'rules.noMatchText': 'Weniger Wörter versuchen oder alle Regeln anzeigen.',
  'rules.source.approval': 'aus einer Freigabe von {who}, {date}',
  'rules.source.manual': 'hinzugefügt von {who}, {date}',
  'rules.source.import': 'importiert von {who}, {date}',
  'rules.source.policyFile': 'aus der Freigabedatei, von {who}, {date}',
  'rules.source.updated': 'geändert von {who}, {date}',

  'rules.revoked.title': 'Widerrufene Regeln',
  'rules.revoked.summary': 'Widerrufene Regeln können 30 Tage lang wiederhergestellt werden.',
  'rules.revoked.facts': 'Widerrufen von {who}, {time} · {left, plural, one {noch # Tag} other {noch # Tage}}',
  'rules.revoked.factsUnknown': 'Widerrufen {time} · {left, plural, one {noch # Tag} other {noch # Tage}}',
  'rules.revoked.restore': 'Wiederherstellen',
  'rules.revoked.restoreRule': 'Regel {rule} wiederherstellen',
  'rules.revoked.restored': 'Regel wiederhergestellt',

  'rules.transfer.menu': 'Regeln importieren oder exportieren',
  'rules.transfer.import': 'Importieren…',
  'rules.transfer.export': 'Exportieren',
  'rules.transfer.exportFailed': 'Regeln konnten nicht exportiert werden',
  'rules.transfer.title': 'Regeln importieren',
  'rules.transfer.file': 'Datei mit Regeln',
  'rules.transfer.ready':
    '{count, plural, =0 {Die Datei enthält keine neuen Regeln.} one {# Regel wird hinzugefügt.} other {# Regeln werden hinzugefügt.}}',
  'rules.transfer.existing':
    '{count, plural, one {# Regel ist bereits gespeichert.} other {# Regeln sind bereits gespeichert.}}',
  'rules.transfer.submit': '{count, plural, one {# Regel importieren} other {# Regeln importieren}}',
  'rules.transfer.imported': '{count, plural, one {# Regel importiert} other {# Regeln importiert}}',
  'rules.transfer.invalid': 'Diese Datei kann nicht importiert werden',
  'rules.transfer.notJson': 'Sie enthält kein gültiges JSON. Eine Datei auswählen, die aus Gatehouse exportiert wurde.',
  'rules.transfer.problem': 'Regel {number, number} ({rule}): {problem}',
} as const satisfies Catalog;
