/**
 * Everything about answers, from one place.
 */
export { answersEqual, answerTo, DK, type Answer, type Answers, type Frame, type Parsed, type Problem } from './answer.ts';
export { MUNICIPALITY_MAX_LENGTH, parseAnswer } from './parse-answer.ts';
export { parseForm } from './form.ts';
