// German messages: the setup on the first run, with a model, a folder, a first task.
import type { Catalog } from '../languages.ts';

export const setup = {
  'setup.title': 'Einrichtung',
  'setup.model.title': 'Modell auswählen',
  'setup.model.text': 'In den Einstellungen lassen sich später weitere hinzufügen und wechseln.',
  'setup.workspace.title': 'Ordner auswählen',
  'setup.workspace.text':
    'Der Agent kann hier Dateien lesen. Er fragt nach, bevor er Dateien ändert oder Befehle ausführt. Ausgenommen sind Befehle, die nur lesen, etwa git status, sowie Builds und Tests in einem Container oder einer Sandbox. Das lässt sich später ändern.',
  'setup.task.title': 'Womit möchten Sie beginnen?',
  'setup.task.text': 'Einen Vorschlag auswählen oder eine eigene Aufgabe beschreiben.',
  'setup.step': 'Schritt {step, number} von {count, number}',
  'setup.skip': 'Vorerst überspringen',
  'setup.detecting': 'Modelle auf diesem Computer werden gesucht',
  'setup.connect': 'Verbinden',
  'setup.found': 'Gefunden',
  'setup.testing': 'Verbindung wird getestet',
  'setup.noModel': 'Verbunden, aber es ist kein Modell verfügbar.',
  'setup.noModelHint': 'Dort ein Modell herunterladen oder laden, dann erneut versuchen.',

  'setup.choice.demo': 'Demo ausprobieren',
  'setup.choice.demoText':
    'Ohne API-Schlüssel und Netzwerk. Führt ein vorbereitetes Beispiel vor und ist kein Sprachmodell.',
  'setup.choice.serverText': 'Jede OpenAI-kompatible API: LM Studio, vLLM, llama.cpp oder ein Firmen-Gateway.',
  'setup.choice.running': '{name} läuft auf diesem Computer',
  'setup.choice.models':
    '{count, plural, =0 {Noch keine Modelle heruntergeladen.} one {# Modell. Nichts verlässt diesen Computer.} other {# Modelle. Nichts verlässt diesen Computer.}}',
  'setup.choice.local': 'Führt Modelle auf diesem Computer aus. Starten oder die Adresse eingeben.',
  'setup.choice.keyFound': '{name}-Schlüssel gefunden',
  'setup.choice.keyIn': 'In {variable} auf diesem Computer',
  'setup.choice.ready': '{name} ist eingerichtet',
  'setup.choice.keyStored': 'Der Schlüssel ist verschlüsselt gespeichert.',

  'setup.currentModel': 'Modell: <b>{model}</b>',
  'setup.changeModel': 'Ändern',
  'setup.folder': 'Ordner',
  'setup.folderNew': 'Der Ordner wird erstellt, falls er nicht vorhanden ist.',
  'setup.folderExisting': 'Ihre Dateien bleiben, wo sie sind.',
  'setup.browse': 'Durchsuchen…',
  'setup.useFolder': 'Diesen Ordner verwenden',
  'setup.browser.title': 'Ordner auswählen',
  'setup.browser.hidden': 'Verborgene Ordner anzeigen',
  'setup.browser.choose': 'Diesen Ordner auswählen',
  'setup.browser.up': 'Übergeordneter Ordner',
  'setup.browser.home': 'Home-Ordner',
  'setup.browser.loading': 'Ordner wird geladen',
  'setup.browser.empty': 'Keine Unterordner',
  'setup.browser.emptyText': 'Dieser Ordner kann gewählt werden.',

  'setup.prompt.folder': 'Was ist in diesem Ordner?',
  'setup.prompt.page': 'Erstelle eine kleine Webseite, die mich mit Namen begrüßt.',
  'setup.prompt.script': 'Schreibe ein Skript, das die Wörter in einer Textdatei zählt, und teste es.',
  'setup.demo.command': 'Zeig mir einen Befehl',
  'setup.demo.file': 'Schreibe eine Datei',
  'setup.demo.plan': 'Erstelle einen Plan',
  'setup.explore': 'Erst die App erkunden',
} as const satisfies Catalog;
