// German messages: folder trust.
import type { Catalog } from '../languages.ts';

export const trust = {
  'trust.banner':
    'Diesem Ordner wird noch nicht vertraut. Seine Agentendateien haben keine Wirkung, und die meisten Befehle erfordern eine Freigabe.',
  'trust.bannerChanged':
    'Dateien in diesem Ordner haben sich geändert, seit ihm vertraut wurde: {files}. Sie haben keine Wirkung, bis sie geprüft sind.',
  'trust.review': 'Ordner prüfen',
  'trust.title': 'Diesem Ordner vertrauen?',
  'trust.text':
    'Nur vertrauen, wenn bekannt ist, woher die Dateien stammen. Befehle folgen dann dem Freigabemodus und Ihren Regeln, und Agenten folgen den Agentendateien des Ordners.',
  'trust.files': 'Dateien, die wirksam werden können',
  'trust.noFiles': 'Keine Datei in diesem Ordner wird von selbst wirksam.',
  'trust.changed': 'geändert',
  'trust.trust': 'Ordner vertrauen',
  'trust.dontTrust': 'Nicht vertrauen',
  'trust.loading': 'Dateien, die wirksam werden können, werden gesucht',
  'trust.loadFailed': 'Ordner konnte nicht gelesen werden',
  'trust.notSaved': 'Entscheidung konnte nicht gespeichert werden',
  'trust.effect.instructions': 'Anweisungen für Agenten',
  'trust.effect.environment': 'Umgebungsvariablen',
  'trust.effect.container': 'Container',
  'trust.effect.tools': 'Werkzeuge und Editor-Aufgaben',
  'trust.effect.hooks': 'Git-Hooks und -Konfiguration',
  'trust.effect.scripts': 'Skripte und Build-Dateien',
  'trust.list': 'Vertrauenswürdige Ordner',
  'trust.listSummary':
    'Ordner, denen Sie vertrauen oder bewusst nicht vertrauen. Nach dem Entfernen fragt Gatehouse erneut nach dem Ordner.',
  'trust.listEmpty': 'Noch keine Entscheidung über einen Ordner.',
  'trust.decided': '{who} · {time}',
  'trust.trusted': 'Vertrauenswürdig',
  'trust.untrusted': 'Nicht vertrauenswürdig',
  'trust.removeFolder': 'Entscheidung über {folder} entfernen',
  'trust.removed': 'Entfernt. Gatehouse fragt erneut nach dem Ordner.',
} as const satisfies Catalog;
