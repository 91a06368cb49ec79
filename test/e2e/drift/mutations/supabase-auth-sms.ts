import type { Mutation } from "../mutation.ts";
import { between, flip, type Json, oneOf, valueAt, word } from "../values.ts";
import { auth, group } from "./supabase-auth-call.ts";

export const sms: readonly Mutation[] = [
  auth("sms.provider", "sms_provider", oneOf("messagebird", "textlocal", "twilio", "twilio_verify", "vonage")),
  auth("sms.autoconfirm", "sms_autoconfirm", flip),
  auth("sms.maxFrequency", "sms_max_frequency", between(1, 600)),
  auth("sms.otpExp", "sms_otp_exp", between(30, 3600)),
  auth("sms.otpLength", "sms_otp_length", between(6, 10)),
  auth(
    "sms.template",
    "sms_template",
    word((it) => `${it}: {{ .Code }}`),
  ),
  auth("sms.testOtp", "sms_test_otp", oneOf("491701234567=123456", "491701234567=654321,491701234568=123456")),
  auth(
    "sms.testOtpValidUntil",
    "sms_test_otp_valid_until",
    oneOf("2031-01-31T00:00:00.000Z", "2032-06-30T12:00:00.000Z"),
  ),
];

const services: Readonly<Record<string, Json>> = {
  messagebird: { sms_messagebird_originator: "drift", sms_messagebird_access_key: "drift" },
  textlocal: { sms_textlocal_sender: "drift", sms_textlocal_api_key: "drift" },
  twilio: {
    sms_twilio_account_sid: "drift",
    sms_twilio_auth_token: "drift",
    sms_twilio_message_service_sid: "drift",
    sms_twilio_content_sid: "drift",
  },
  twilioVerify: {
    sms_twilio_verify_account_sid: "drift",
    sms_twilio_verify_auth_token: "drift",
    sms_twilio_verify_message_service_sid: "drift",
  },
  vonage: { sms_vonage_from: "drift", sms_vonage_api_key: "drift", sms_vonage_api_secret: "drift" },
};

/** Services that send, where the program declares none; the first key of each is one that the vendor tells. */
export const smsServices = (inputs: Json): Mutation[] =>
  Object.entries(services)
    .filter(([name]) => valueAt(inputs, `sms.${name}`) === undefined)
    .map(([name, keys]) => group(`sms.${name}`, keys, Object.keys(keys)[0] ?? ""));
