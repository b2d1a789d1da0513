// German messages: personas.
import type { Catalog } from '../languages.ts';

export const personas = {
  'personas.title': 'Personas',
  'personas.summary': 'Prompt-Vorlagen für neue Sitzungen, auch in den Details einer Sitzung wählbar.',
  'personas.loading': 'Personas werden geladen',
  'personas.loadFailed': 'Personas konnten nicht geladen werden',
  'personas.empty': 'Noch keine Personas.',
  'personas.new': 'Neue Persona',
  'personas.edit': 'Persona bearbeiten',
  'personas.editNamed': '{name} bearbeiten',
  'personas.deleteNamed': '{name} löschen',
  'personas.deleted': '{name} gelöscht',
  'personas.deleteFailed': 'Persona konnte nicht gelöscht werden',
  'personas.restoreFailed': 'Persona konnte nicht wiederhergestellt werden',
  'personas.name': 'Name',
  'personas.template': 'Vorlage',
  'personas.templateHint':
    "Namen in geschweiften Klammern wie '{language}' sind Variablen. '{date}', '{project}' und '{branch}' werden automatisch ausgefüllt.",
  'personas.defaultFor': 'Standard für {variable}',
  'personas.persona': 'Persona',
  'personas.personaHint': 'Ab der nächsten Nachricht Teil der Anweisungen.',
  'personas.none': 'Keine',
  'personas.gone': '{name} (gelöscht)',
  'personas.use': 'Persona verwenden',
  'personas.valuesText': 'Für jede Variable dieser Persona einen Wert eingeben.',
} as const satisfies Catalog;
