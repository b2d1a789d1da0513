// German messages: api-keys.
import type { Catalog } from '../languages.ts';

export const apiKeys = {
  'apiKeys.title': 'API-Schlüssel',
  'apiKeys.summary':
    'Für Programme, die dieses Gateway verwenden. Jeder Schlüssel hat eigene Berechtigungen und ein eigenes Anfragelimit.',
  'apiKeys.loading': 'API-Schlüssel werden geladen',
  'apiKeys.loadFailed': 'API-Schlüssel konnten nicht geladen werden',
  'apiKeys.none': 'Keine API-Schlüssel',
  'apiKeys.noneText':
    'Mit einem Schlüssel kann ein Programm einen Agenten unter <code>{url}</code> als Modell verwenden oder das Gateway direkt aufrufen. Siehe Einstellungen → Gateway.',
  'apiKeys.facts': '{scopes} · {limit, plural, one {# Anfrage pro Minute} other {# Anfragen pro Minute}} · {used}',
  'apiKeys.neverUsed': 'nie verwendet',
  'apiKeys.lastUsed': 'zuletzt verwendet: {time}',
  'apiKeys.expired': 'Abgelaufen',
  'apiKeys.createdBy': 'Erstellt von {name}',
  'apiKeys.revoke': '{name} widerrufen',
  'apiKeys.revokeTitle': '{name} widerrufen?',
  'apiKeys.revokeText':
    'Programme, die diesen oder einen von ihm erstellten Schlüssel verwenden, werden sofort getrennt. Das lässt sich nicht rückgängig machen.',
  'apiKeys.revokeKey': 'Schlüssel widerrufen',
  'apiKeys.revokeFailed': 'Schlüssel konnte nicht widerrufen werden',
  'apiKeys.new': 'Neuer Schlüssel',
  'apiKeys.newTitle': 'Neuer API-Schlüssel',
  'apiKeys.name': 'Name',
  'apiKeys.nameHint': 'Das Programm, das ihn verwendet.',
  'apiKeys.scope': 'Berechtigungen',
  'apiKeys.scope.read': 'Lesen',
  'apiKeys.scope.read.hint': 'Sitzungen, Metriken und Modelle',
  'apiKeys.scope.write': 'Agenten verwenden',
  'apiKeys.scope.write.hint': 'Nachrichten senden und die OpenAI-kompatible API verwenden',
  'apiKeys.scope.admin': 'Vollzugriff',
  'apiKeys.scope.admin.hint': 'Einschließlich Einstellungen und Dateien',
  'apiKeys.expires': 'Läuft ab',
  'apiKeys.expires.never': 'Nie',
  'apiKeys.create': 'Schlüssel erstellen',
  'apiKeys.createFailed': 'Schlüssel konnte nicht erstellt werden',
  'apiKeys.done': 'Fertig',
  'apiKeys.copyNow': 'Diesen Schlüssel jetzt kopieren. Er wird nicht noch einmal angezeigt.',
} as const satisfies Catalog;
