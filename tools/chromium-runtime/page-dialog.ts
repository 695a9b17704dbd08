/** Chromium on Node has no native dialogs: questions are asked inside the window, plainly. */

export interface Question {
  title: string;
  text: string;
  /** With a field: the answer is its text; without: only the button counts. */
  field?: { value: string; lines: boolean };
  buttons: string[];
}
export interface Reply {
  /** Index into `buttons`; -1 where the question was dismissed. */
  button: number;
  text: string;
}

/** Self-contained: its source text is sent into the page. Styles are set by script, which the content policy allows. */
export function askInPage(question: Question): Promise<Reply> {
  return new Promise((resolve) => {
    const host = document.createElement('div');
    const root = host.attachShadow({ mode: 'open' });
    const dialog = document.createElement('dialog');
    dialog.setAttribute('aria-label', question.title);
    Object.assign(dialog.style, {
      font: '16px/1.6 sans-serif',
      padding: '24px',
      width: '560px',
      border: '1px solid #888',
    });
    const heading = document.createElement('h2');
    heading.textContent = question.title;
    Object.assign(heading.style, { margin: '0 0 8px', font: '600 18px/1.4 sans-serif' });
    const text = document.createElement('p');
    text.textContent = question.text;
    Object.assign(text.style, { margin: '0 0 12px', whiteSpace: 'pre-wrap' });
    dialog.append(heading, text);

    const field = document.createElement(question.field?.lines === true ? 'textarea' : 'input');
    if (question.field !== undefined) {
      field.value = question.field.value;
      field.setAttribute('aria-label', question.text);
      Object.assign(field.style, { font: 'inherit', width: '100%', boxSizing: 'border-box', minHeight: '36px' });
      dialog.append(field);
    }
    const row = document.createElement('div');
    Object.assign(row.style, { display: 'flex', gap: '12px', justifyContent: 'flex-end', marginTop: '16px' });
    const finish = (button: number): void => {
      host.remove();
      resolve({ button, text: field.value });
    };
    question.buttons.forEach((label, index) => {
      const button = document.createElement('button');
      button.textContent = label;
      Object.assign(button.style, { font: 'inherit', padding: '4px 20px' });
      button.addEventListener('click', () => finish(index));
      row.append(button);
    });
    dialog.append(row);
    dialog.addEventListener('cancel', () => finish(-1));
    root.append(dialog);
    document.documentElement.append(host);
    dialog.showModal();
  });
}
