// German messages: access.
import type { Catalog } from '../languages.ts';

export const access = {
  'access.approve': 'Zulassen',
  'access.deny': 'Ablehnen',
  'access.later': 'Später entscheiden',
  'access.more': '{count, number} weitere',
  'access.answerFailed': 'Antwort konnte nicht gesendet werden',
  'access.code': 'Prüfcode <code>{code}</code>. Das Gerät muss denselben Code anzeigen.',
  'access.from': 'von {address}',

  'access.device.title': 'Neues Gerät fordert Zugriff an',
  'access.device.titleMore': 'Bekanntes Gerät fordert weitere Berechtigungen an',
  'access.device.unnamed': 'Unbenanntes Gerät',
  'access.device.scopes': 'Angefordert: {scopes}.',
  'access.device.node': 'Angefordert: als Node Befehle für Agenten ausführen.',
  'access.device.allowed': 'Zugriff für {name} zugelassen',
  'access.device.denied': 'Zugriff für {name} abgelehnt',

  'access.node.title': 'Node fordert Funktionen an',
  'access.node.commands': 'Agenten könnten Folgendes verwenden: {commands}.',
  'access.node.noCommands': 'Er bietet keine Befehle an.',
  'access.node.allowed': '{name} als Node zugelassen',

  'access.proof.title': 'Aktion bestätigen',
  'access.proof.actor': 'von {actor}',
  'access.proof.hint': 'Nur zulassen, wenn Sie die Aktion gerade selbst gestartet haben.',
  'access.proof.allowed': 'Einmalig bestätigt',
  'access.proof.denied': 'Abgelehnt',

  'access.scope.admin': 'Vollzugriff, einschließlich Einstellungen und Dateien',
  'access.scope.read': 'Sitzungen und Einstellungen lesen',
  'access.scope.write': 'Nachrichten senden und Sitzungen ändern',
  'access.scope.approvals': 'Freigabeanfragen beantworten',
  'access.scope.questions': 'Fragen beantworten',
  'access.scope.pairing': 'Geräte verwalten',
  'access.scope.talk': 'Sprachfunktion verwenden',
  'access.scope.talkSecrets': 'Schlüssel des Sprachdienstes lesen',
  'access.scope.none': 'keine Berechtigungen',
} as const satisfies Catalog;
