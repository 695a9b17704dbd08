/** Control words of rich text that matter here, by what they do (RTF 1.9.1). */

const words = (list: string): ReadonlySet<string> => new Set(list.split(' '));

/** Groups that hold no text of the page. */
export const SILENT = words(
  'colortbl stylesheet generator rsidtbl themedata colorschememapping datastore latentstyles xmlnstbl bkmkstart bkmkend template revtbl filetbl pgptbl mmathPr mmathPict operator nonshppict objclass objname objdata shprslt nonesttables falt panose fontemb fontfile xe tc rxe txe atnid atnauthor atndate atnref atnparent atntime ftnsep ftnsepc ftncn aftnsep aftnsepc aftncn private1 passwordhash',
);

/** Those of them that are numbers of files, fonts and colours, a byte as two digits. */
export const PACKED = words('themedata colorschememapping datastore objdata fontemb fontfile private1 passwordhash');
/** Those of them that hold what is shown elsewhere too. */
export const TWICE_SHOWN = words('nonshppict shprslt nonesttables falt');

/** Groups marked with \* (to be left out by who does not know them) whose text is wanted all the same. */
export const WANTED = words(
  'shppict shpinst footnote annotation fldinst formfield ffl ud do listtable listoverridetable nesttableprops moMath moMathPara userprops docvar company manager category listtext pntext',
);

/** Words before which \* means nothing, though some programs write it (OpenOffice.org 2). */
export const FORMATTING = words('cs ds ts s f fs b i cf cb lang plain rtlch ltrch loch hich dbch');

/** Groups of the file's properties that a person has written. */
export const WRITTEN = words(
  'title subject author manager company category keywords comment doccomm hlinkbase propname staticval docvar',
);

/** Words that stand for a character. */
export const CHARACTERS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    line: '\n',
    lbr: '\n',
    softline: '\n',
    column: '\n',
    page: '\n',
    tab: '\t',
    emdash: '—',
    endash: '–',
    lquote: '‘',
    rquote: '’',
    ldblquote: '“',
    rdblquote: '”',
    bullet: '•',
    emspace: '\u3000',
    enspace: ' ',
    qmspace: ' ',
  }),
);

/** Groups of headers and footers: side and kind of page. */
export const MARGINS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    header: 'header/default',
    headerr: 'header/default',
    headerl: 'header/even',
    headerf: 'header/first',
    footer: 'footer/default',
    footerr: 'footer/default',
    footerl: 'footer/even',
    footerf: 'footer/first',
  }),
);

/** Where a group's characters go. */
export type Sink =
  | 'text'
  | 'silent'
  | 'packed'
  | 'unseen'
  | 'code'
  | 'fonts'
  | 'property'
  | 'name'
  | 'value'
  | 'choice'
  | 'picture'
  | 'label'
  | 'lists';
/** What a group's end does. */
export type Ending =
  | 'nothing'
  | 'box'
  | 'margin'
  | 'note'
  | 'comment'
  | 'field'
  | 'property'
  | 'name'
  | 'value'
  | 'choice'
  | 'picture'
  | 'label'
  | 'packed'
  | 'unseen'
  | 'certain';

export interface Destination {
  sink?: Sink;
  ending?: Ending;
}

/** What groups are by their first word, beside those above. */
export const DESTINATIONS: ReadonlyMap<string, Destination> = new Map(
  Object.entries<Destination>({
    fonttbl: { sink: 'fonts' },
    listtable: { sink: 'lists' },
    listoverridetable: { sink: 'lists' },
    // The numbers of lists, as the program showed them.
    listtext: { sink: 'label', ending: 'label' },
    pntext: { sink: 'label', ending: 'label' },
    pict: { sink: 'picture', ending: 'picture' },
    object: {},
    upr: {},
    // The group around lets its first group be silent, not this one.
    ud: {},
    info: { sink: 'property' },
    userprops: { sink: 'property' },
    shptxt: { ending: 'box' },
    dptxbxtext: { ending: 'box' },
    footnote: { ending: 'note' },
    annotation: { ending: 'comment' },
    field: { ending: 'field' },
    fldinst: { sink: 'code' },
    fldrslt: {},
    ffl: { sink: 'choice', ending: 'choice' },
    sn: { sink: 'name', ending: 'name' },
    sv: { sink: 'value', ending: 'value' },
  }),
);

/** Groups whose text stands in a place of its own. */
export const OWN_PLACE: ReadonlySet<Ending> = new Set<Ending>(['box', 'margin', 'note', 'comment']);

/** What holds within a group: what is changed in one is as before behind it. */
export interface Group {
  sink: Sink;
  ending: Ending;
  /** Text marked as hidden or as deleted by tracked changes is no text of the letter. */
  hidden: boolean;
  deleted: boolean;
  font: number;
  /** Characters that stand behind \u for readers that know no Unicode. */
  skip: number;
  /** \upr holds the same text twice: the first of its groups is for readers that know no Unicode. */
  twice: boolean;
  inTable: boolean;
  /** How deep the table lies in others. */
  depth: number;
  /** The list of the paragraph, whose number stands in a group before it; 0 where it is in none. */
  list: number;
  level: number;
}

export const FIRST_GROUP: Readonly<Group> = {
  sink: 'text',
  ending: 'nothing',
  hidden: false,
  deleted: false,
  font: -1,
  skip: 1,
  twice: false,
  inTable: false,
  depth: 0,
  list: 0,
  level: 0,
};
