import "server-only";

const fromRight = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/;

/** Whether there are letters of Hebrew, Arabic or their like in it, which are read from the right. */
export const isReadFromRight = (text: string): boolean => fromRight.test(text);
