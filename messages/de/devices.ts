// German messages: devices.
import type { Catalog } from '../languages.ts';

export const devices = {
  'devices.network.title': 'Netzwerk',
  'devices.network.summary': 'Andere Geräte erreichen Gatehouse nur, wenn es hier zugelassen wird.',
  'devices.network.allow': 'Zugriff aus diesem Netzwerk zulassen',
  'devices.network.off': 'Aus. Nur Programme und Browser auf diesem Computer erreichen Gatehouse.',
  'devices.network.on':
    '{network}: {count, plural, one {# Adresse} other {# Adressen}}, verschlüsselt. Jedes Gerät muss trotzdem einzeln zugelassen werden.',
  'devices.network.loadFailed': 'Netzwerkeinstellungen konnten nicht geladen werden',
  'devices.network.changeFailed': 'Netzwerkzugriff konnte nicht geändert werden',
  'devices.network.scope': 'Netzwerk',
  'devices.network.scopeHint':
    'Ein Tailnet ist das private Netzwerk, das Tailscale zwischen den eigenen Geräten aufbaut.',
  'devices.network.noAddress':
    'Dieser Computer hat in jenem Netzwerk keine Adresse. Zuerst mit dem Netzwerk verbinden.',
  'devices.network.certificate.own':
    'Eigenes Zertifikat (SHA-256): <code>{fingerprint}</code>. Browser warnen beim ersten Besuch davor. Prüfen, ob die Fingerabdrücke übereinstimmen.',
  'devices.network.certificate.gateway':
    'Zertifikat des Gateways (SHA-256): <code>{fingerprint}</code>. Browser warnen beim ersten Besuch davor. Prüfen, ob die Fingerabdrücke übereinstimmen.',
  'devices.network.mode.loopback': 'Nur dieser Computer',
  'devices.network.mode.lan': 'Lokales Netzwerk',
  'devices.network.mode.tailnet': 'Tailnet',
  'devices.network.mode.custom': 'Eigene Adressen',

  'devices.discovery.title': 'Gateway für Apps auffindbar machen',
  'devices.discovery.hint.off': 'Aus. Apps brauchen die Adresse oder einen Einrichtungscode.',
  'devices.discovery.hint.minimal':
    'Apps im Netzwerk sehen, dass es ein Gateway gibt. Jedes Gerät muss trotzdem einzeln zugelassen werden.',
  'devices.discovery.hint.full':
    'Apps im Netzwerk sehen auch den Namen dieses Computers. Jedes Gerät muss trotzdem einzeln zugelassen werden.',
  'devices.discovery.mode.off': 'Aus',
  'devices.discovery.mode.minimal': 'Minimal',
  'devices.discovery.mode.full': 'Vollständig',
  'devices.discovery.reveals': 'Alle im Netzwerk können lesen:',
  'devices.discovery.fullReveals': '„Vollständig“ würde außerdem preisgeben:',
  'devices.discovery.failed': 'Das Gateway konnte nicht angekündigt werden: {reason}',
  'devices.discovery.changeFailed': 'Auffindbarkeit konnte nicht geändert werden',

  'devices.phone.title': 'Smartphone oder Computer hinzufügen',
  'devices.phone.summary': 'Einen Code erstellen, der einmal gilt und nach einigen Minuten abläuft.',
  'devices.phone.for': 'Für',
  'devices.phone.browser': 'Browser auf dem Smartphone',
  'devices.phone.browser.hint': 'Öffnet diese App mit Vollzugriff',
  'devices.phone.limited': 'Smartphone-App',
  'devices.phone.limited.hint': 'Sitzungen, Nachrichten und Freigaben',
  'devices.phone.full': 'Smartphone-App, Vollzugriff',
  'devices.phone.full.hint': 'Einschließlich Einstellungen',
  'devices.phone.show': 'Code anzeigen',
  'devices.phone.showNew': 'Neuen Code anzeigen',
  'devices.phone.createFailed': 'Code konnte nicht erstellt werden',
  'devices.phone.unreachable':
    'Smartphones erreichen diesen Computer noch nicht. Zuerst „Zugriff aus diesem Netzwerk zulassen“ einschalten.',
  'devices.phone.noAddress':
    'Smartphones erreichen diesen Computer nicht, weil er mit keinem lokalen Netzwerk verbunden ist. Ihn mit demselben Netzwerk wie das Smartphone verbinden.',
  'devices.phone.onlyTailnet':
    'Smartphones erreichen diesen Computer nicht: Der Zugriff ist auf das lokale Netzwerk eingestellt, der Computer ist aber nur mit einem Tailnet verbunden. Oben unter „Netzwerk“ „Tailnet“ auswählen.',
  'devices.phone.noTailnet':
    'Smartphones erreichen diesen Computer nicht, weil er mit keinem Tailnet verbunden ist. Tailscale starten und anmelden.',
  'devices.phone.noCustomAddress':
    'Smartphones erreichen diesen Computer nicht: Er hat keine der Adressen in gateway.addresses. Die Adressen in der Konfiguration korrigieren.',
  'devices.phone.failed':
    'Smartphones erreichen diesen Computer nicht: {address} konnte nicht geöffnet werden ({error}).',
  'devices.phone.expired': 'Dieser Code ist abgelaufen. Einen neuen erstellen.',
  'devices.phone.alt': 'QR-Code für das Smartphone',
  'devices.phone.scan': 'Mit der Kamera oder der App scannen. Der Code gilt nur einmal.',
  'devices.phone.expires': 'Läuft in {time} ab',
  'devices.phone.copyCode': 'Code kopieren',
  'devices.phone.copyLink': 'Link kopieren',

  'devices.requests.title': 'Offene Anfragen',
  'devices.requests.summary': 'Nur Anfragen zulassen, die Sie gerade selbst gestartet haben.',
  'devices.paired.title': 'Geräte',
  'devices.paired.summary': 'Wird der Zugriff widerrufen, wird das Gerät sofort getrennt.',
  'devices.paired.none': 'Keine gekoppelten Geräte. Dieses Fenster und angemeldete Browser brauchen keine Kopplung.',
  'devices.loading': 'Geräte werden geladen',
  'devices.loadFailed': 'Geräte konnten nicht geladen werden',
  'devices.connected': 'Verbunden',
  'devices.lastSeen': 'Zuletzt gesehen: {time}',
  'devices.neverSeen': 'Nie verbunden',
  'devices.revoke': 'Zugriff widerrufen',
  'devices.revokeFor': 'Zugriff widerrufen: {name}',
  'devices.revokeTitle': 'Zugriff für {name} widerrufen?',
  'devices.revokeText': 'Das Gerät wird sofort getrennt und muss für eine neue Verbindung erneut zugelassen werden.',
  'devices.revoked': 'Zugriff für {name} widerrufen',
  'devices.revokeFailed': 'Zugriff konnte nicht widerrufen werden',

  'devices.browsers.title': 'Angemeldete Browser',
  'devices.browsers.summary':
    'Sie haben Vollzugriff. Beim Abmelden eines Browsers werden seine Seiten sofort geschlossen.',
  'devices.browsers.none': 'Kein Browser ist angemeldet.',
  'devices.browsers.loading': 'Browser werden geladen',
  'devices.browsers.loadFailed': 'Browser konnten nicht geladen werden',
  'devices.browsers.since': 'angemeldet: {time}',
  'devices.browsers.this': 'Dieser Browser',
  'devices.browsers.signOut': 'Abmelden: {name}',
  'devices.browsers.signedOut': '{name} abgemeldet',
  'devices.browsers.signOutFailed': 'Browser konnte nicht abgemeldet werden',
  'devices.browsers.unknown': 'Unbekannter Browser',
  'devices.browsers.on': '{browser} unter {system}',
} as const satisfies Catalog;
