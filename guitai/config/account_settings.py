"""How people sign in: passwords by NIST SP 800-63B-4, lock-out and idle time by 資通安全 附表十."""

AUTH_USER_MODEL = "accounts.Account"
AUTHENTICATION_BACKENDS = ["guitai.accounts.backend.Backend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "guitai.accounts.passwords.RightLength"},
    {"NAME": "guitai.accounts.passwords.NotEasilyGuessed"},
    {"NAME": "guitai.accounts.passwords.NotUsedLately"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/"

IDLE_MINUTES = 30  # 附表十(中): idle log-out; NIST AAL2 allows an hour
SESSION_HOURS = 12
LOCK_AFTER_FAILURES = 5  # 附表十: five failures, fifteen minutes
LOCK_MINUTES = 15
LOCK_ADDRESS_AFTER_FAILURES = 30  # an office or a library shares one address

ACCOUNT_ADAPTER = "guitai.accounts.adapter.SignInAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_FORMS = {"login": "guitai.accounts.forms.SignInForm"}
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]  # typed once: NIST wants "show password" and paste, not typing twice
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_REAUTHENTICATION_REQUIRED = True

MFA_ADAPTER = "guitai.accounts.adapter.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "櫃台 Guitai"
MFA_TOTP_TOLERANCE = 1
# "login_failed" counts second factors; passwords are locked by accounts.actions.locks
ACCOUNT_RATE_LIMITS = {"login_failed": "5/900s/key", "login": "60/m/ip"}
ACCOUNT_USER_DISPLAY = "guitai.accounts.adapter.display"
