// German messages: the page of outbound connections.
import type { Catalog } from '../languages.ts';

export const outbound = {
  'outbound.title': 'Netzwerk',
  'outbound.summary': 'Hosts, mit denen sich Agenten, Anbieter und Gatehouse selbst verbunden haben',
  'outbound.period': 'Zeitraum',
  'outbound.period.today': 'Heute',
  'outbound.period.week': '7 Tage',
  'outbound.period.all': 'Alle',
  'outbound.loadFailed': 'Verbindungen konnten nicht geladen werden',
  'outbound.loading': 'Verbindungen werden geladen',
  'outbound.search': 'Hosts, Agenten und Sitzungen durchsuchen',
  'outbound.kind': 'Quelle',
  'outbound.kind.any': 'Alle Quellen',
  'outbound.kind.provider': 'Anbieter',
  'outbound.kind.tool': 'Werkzeuge',
  'outbound.kind.channel': 'Kanäle',
  'outbound.kind.plugin': 'Plugins',
  'outbound.kind.machine': 'Maschinen',
  'outbound.kind.gateway': 'Gatehouse',
  'outbound.totals':
    '{count, plural, one {# Ziel} other {# Ziele}} · {requests, plural, one {# Verbindung} other {# Verbindungen}} · {sent} gesendet · {received} empfangen',
  'outbound.truncated': 'Nur die neuesten Hosts werden angezeigt. Andere über die Suche finden.',
  'outbound.hosts': 'Kontaktierte Hosts',

  'outbound.empty.title': 'Noch keine Verbindungen',
  'outbound.empty.text':
    'Jeder Host, den ein Anbieter, ein Werkzeug, ein Kanal oder eine Maschine kontaktiert, erscheint hier.',
  'outbound.noMatch.title': 'Keine passenden Verbindungen',
  'outbound.noMatch.text': 'Eine andere Suche, eine andere Quelle oder einen anderen Zeitraum versuchen.',
  'outbound.coverage':
    'Befehle, die auf diesem Computer ohne Isolierung oder auf SSH-Hosts laufen, und Container mit offenem Netzwerk verbinden sich direkt. Ihre Verbindungen werden weder aufgezeichnet noch blockiert.',
  'outbound.untracked': 'Nicht erfasste Programme',
  'outbound.untracked.summary':
    'Diese Programme verbinden sich direkt, daher weiß Gatehouse nicht, welche Hosts sie kontaktieren. Um Verbindungen zu erfassen und zu blockieren, eine abgeschirmte Maschine oder einen Container ohne offenes Netzwerk verwenden.',
  'outbound.untracked.host': 'Befehle auf diesem Computer',
  'outbound.untracked.docker': 'Container mit offenem Netzwerk und Image-Builds',
  'outbound.untracked.ssh': 'Befehle auf SSH-Hosts',
  'outbound.untracked.count': '{count, plural, one {einmal gestartet} other {#-mal gestartet}}',

  'outbound.traffic': '{sent} gesendet · {received} empfangen',
  'outbound.connections': '{count, plural, =0 {nicht verbunden} one {# Verbindung} other {# Verbindungen}}',
  'outbound.refused': '{count, plural, one {# abgewiesen} other {# abgewiesen}}',
  'outbound.blocked': 'Blockiert',
  'outbound.more': '+{count, number}',
  'outbound.first': 'zuerst {time}',
  'outbound.last': 'zuletzt {time}',
  'outbound.caller.agent': '{name} · {agent}',
  'outbound.caller.gateway': 'Gatehouse: {name}',
  'outbound.openSession': 'Sitzung öffnen',

  'outbound.block': 'Blockieren',
  'outbound.blockHost': '{host} blockieren',
  'outbound.block.question': '{host} blockieren?',
  'outbound.block.text':
    'Anbieter, Werkzeuge, Kanäle und Maschinen können sich nicht mehr damit verbinden. Offene Verbindungen werden sofort geschlossen.',
  'outbound.block.done': '{host} blockiert',
  'outbound.block.failed': '{host} konnte nicht blockiert werden',
  'outbound.unblock': 'Blockierung aufheben',
  'outbound.unblockHost': 'Blockierung von {host} aufheben',
  'outbound.unblock.done': 'Blockierung von {host} aufgehoben',
  'outbound.unblock.failed': 'Blockierung von {host} konnte nicht aufgehoben werden',
  'outbound.blocks': 'Blockierte Hosts',
  'outbound.blockedBy': 'von {name} · {time}',

  'outbound.clear': 'Verlauf löschen…',
  'outbound.clear.action': 'Verlauf löschen',
  'outbound.clear.question': 'Verbindungsverlauf löschen?',
  'outbound.clear.text':
    'Das kann nicht rückgängig gemacht werden. Blockierte Hosts und Zugangsdaten bleiben erhalten.',
  'outbound.clear.failed': 'Verlauf konnte nicht gelöscht werden',

  'outbound.credentials': 'Zugangsdaten für Maschinen',
  'outbound.credentials.summary':
    'Gatehouse fügt sie den Anfragen von Containern und abgeschirmten Befehlen hinzu, die sie selbst nie sehen.',
  'outbound.credentials.empty':
    'Keine Zugangsdaten. Welche hinzufügen, damit Agenten private Git-Repositories oder Pakete nutzen können.',
  'outbound.credentials.loadFailed': 'Zugangsdaten konnten nicht geladen werden',
  'outbound.credentials.add': 'Zugangsdaten hinzufügen…',
  'outbound.credentials.title': 'Zugangsdaten hinzufügen',
  'outbound.credentials.save': 'Speichern',
  'outbound.credentials.use': 'Verwendung',
  'outbound.credentials.use.git': 'Git über HTTPS',
  'outbound.credentials.use.npm': 'npm-Registry',
  'outbound.credentials.use.http': 'Andere HTTPS-Anfragen',
  'outbound.credentials.host': 'Host',
  'outbound.credentials.hostHint':
    'Zum Beispiel github.com. Agenten muss außerdem die Verbindung dorthin erlaubt sein.',
  'outbound.credentials.path': 'Pfad',
  'outbound.credentials.pathHint':
    'Nur Anfragen unterhalb dieses Pfads erhalten die Zugangsdaten, zum Beispiel /my-organization.',
  'outbound.credentials.user': 'Benutzername',
  'outbound.credentials.userHint': 'Für GitHub-Token: x-access-token. Leer lassen, um ein Bearer-Token zu senden.',
  'outbound.credentials.secret': 'Passwort oder Token',
  'outbound.credentials.access': 'Zugriff',
  'outbound.credentials.access.read': 'Nur lesen',
  'outbound.credentials.access.write': 'Lesen und schreiben',
  'outbound.credentials.agents': '{count, plural, =0 {alle Agenten} other {{names}}}',
  'outbound.credentials.remove': 'Zugangsdaten für {host} löschen',
  'outbound.credentials.remove.question': 'Zugangsdaten für {host} löschen?',
  'outbound.credentials.remove.text':
    'Agenten verlieren den Zugriff auf {place}. Um ihn wiederherzustellen, das Geheimnis erneut eingeben.',
  'outbound.credentials.remove.failed': 'Zugangsdaten konnten nicht gelöscht werden',
} as const satisfies Catalog;
