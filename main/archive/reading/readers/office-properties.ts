/** The properties of office files in XML (title, keywords, company, what an office adds of its own), for the question of secrecy. */
import { attribute, walkXml } from './xml.ts';

/** Properties that no person writes. */
const BY_MACHINE =
  /(?:^|:)(?:created|modified|date|creation-date|print-date|editing-cycles|editing-duration|revision|lastPrinted|Template|Application|AppVersion|DocSecurity|generator|language|version)$/i;
const MOST = 200;

/** @param part core.xml, app.xml, custom.xml or an OpenDocument meta.xml; gives `名：值` for properties with a name of their own */
export function propertyTexts(part: Uint8Array, fileName: string): string[] {
  const found: string[] = [];
  const open: { name: string; text: string; label: string }[] = [];
  let label = '';
  walkXml(part, fileName, {
    open(name, attributes) {
      label = attribute(attributes, 'name') ?? label;
      open.push({ name, text: '', label });
    },
    text(data) {
      const element = open.at(-1);
      if (element !== undefined) element.text += data;
    },
    close() {
      const element = open.pop();
      const text = element?.text.trim() ?? '';
      // Counts of pages and words, dates, switches.
      if (element !== undefined && found.length < MOST && text !== '' && !BY_MACHINE.test(element.name)) {
        if (!/^[\d.:TZ-]+$|^(?:true|false)$/.test(text))
          found.push(element.label === '' ? text : `${element.label}：${text}`);
      }
      label = open.at(-1)?.label ?? '';
    },
  });
  return found;
}
