/** The event by which a link asks for the sheet of keys; it is cancelled by whoever shows it. */
export const sheetAsked = "espalier:shortcuts";
